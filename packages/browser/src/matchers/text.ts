import { printable } from "@concors/explain";

/** What a line is to the reader, which a runner may have a colour for. */
export type Tone = "bad" | "good" | "dim";

/** A line, which may take several rows. */
export interface Line {
  /** Columns before the first row of it, and before the others. */
  readonly indent: number;
  readonly hanging: number;
  readonly text: string;
  readonly tone: Tone | null;
  /** Whether it may be broken at spaces; code may not. */
  readonly wraps: boolean;
}

/** How each tone is shown. */
export type Palette = Readonly<Record<Tone, (text: string) => string>>;

export const noColors: Palette = { bad: String, good: String, dim: String };

export function line(indent: number, text: string, tone: Tone | null = null): Line {
  return { indent, hanging: indent, text, tone, wraps: true };
}

/** A line whose other rows begin further right, under its text. */
export function hangingLine(indent: number, hanging: number, text: string, tone: Tone | null = null): Line {
  return { indent, hanging, text, tone, wraps: true };
}

export function codeLine(indent: number, text: string, tone: Tone | null = null): Line {
  return { indent, hanging: indent, text, tone, wraps: false };
}

export const blankLine: Line = codeLine(0, "");

/** Columns that a message takes: what a terminal has at least. */
const width = 80;

/** Lines as a test runner prints them, control characters escaped. */
export function layOut(lines: readonly Line[], palette: Palette): string {
  return lines
    .flatMap((item) => rowsOf(item).map((row) => (item.tone === null ? row : palette[item.tone](row))))
    .join("\n");
}

function rowsOf({ hanging, indent, text, wraps }: Line): string[] {
  const rows = [" ".repeat(indent)];
  let isRowEmpty = true;
  const safe = printable(text);
  for (const word of wraps ? safe.split(/(?<= )/) : [safe]) {
    if (!isRowEmpty && rows.at(-1)!.length + word.trimEnd().length > width) {
      rows.push(" ".repeat(hanging));
      isRowEmpty = true;
    }
    rows.push(rows.pop()! + word);
    isRowEmpty = false;
  }
  return rows.map((row) => row.trimEnd());
}
