import { printable } from "./printable.ts";

export type Style = "red" | "green" | "yellow" | "blue" | "cyan" | "dim" | "bold" | "underline";

/** A piece of text in one style. */
export interface Span {
  readonly text: string;
  readonly styles: readonly Style[];
}

/** A line, which may take several on a narrow screen. */
export interface Line {
  readonly spans: readonly Span[];
  /** Columns before the first row of it, and before the others. */
  readonly indent: number;
  readonly hanging: number;
  /** Whether it may be broken at spaces; code may not. */
  readonly wraps: boolean;
}

export function span(text: string, ...styles: Style[]): Span {
  return { text, styles };
}

export function line(indent: number, ...spans: readonly (Span | string)[]): Line {
  return hangingLine(indent, indent, ...spans);
}

/** A line whose other rows begin further right, under its text. */
export function hangingLine(indent: number, hanging: number, ...spans: readonly (Span | string)[]): Line {
  return { spans: spans.map(toSpan), indent, hanging, wraps: true };
}

export function codeLine(indent: number, ...spans: readonly (Span | string)[]): Line {
  return { spans: spans.map(toSpan), indent, hanging: indent, wraps: false };
}

export const blankLine: Line = { spans: [], indent: 0, hanging: 0, wraps: false };

function toSpan(item: Span | string): Span {
  return typeof item === "string" ? { text: item, styles: [] } : item;
}

const codes: Readonly<Record<Style, readonly [open: number, close: number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
  underline: [4, 24],
};

/** The rows that lines take on a screen: broken at spaces, control characters escaped, coloured if wanted. */
export function layOut(lines: readonly Line[], width: number, color: boolean): string[] {
  return lines.flatMap((item) => rowsOf(item, width).map((row) => paint(row, color)));
}

function paint(row: readonly Span[], color: boolean): string {
  if (!color)
    return row
      .map(({ text }) => text)
      .join("")
      .trimEnd();
  let painted = "";
  for (let at = 0; at < row.length;) {
    const { styles } = row[at]!;
    let text = "";
    for (; at < row.length && row[at]!.styles === styles; at++) text += row[at]!.text;
    painted += styled(at === row.length ? text.trimEnd() : text, styles);
  }
  return painted;
}

function styled(text: string, styles: readonly Style[]): string {
  if (text.trim() === "") return text;
  return styles.reduce((inner, style) => `\u001b[${codes[style][0]}m${inner}\u001b[${codes[style][1]}m`, text);
}

function rowsOf({ hanging, indent, spans, wraps }: Line, width: number): Span[][] {
  const rows: Span[][] = [[span(" ".repeat(indent))]];
  let column = indent;
  let start = indent;
  for (const { text, styles } of spans) {
    const safe = printable(text);
    for (const word of wraps ? safe.split(/(?<= )/) : [safe]) {
      if (wraps && column > start && column + word.trimEnd().length > width) {
        rows.push([span(" ".repeat(hanging))]);
        column = start = hanging;
      }
      rows.at(-1)!.push({ text: word, styles });
      column += word.length;
    }
  }
  return rows;
}
