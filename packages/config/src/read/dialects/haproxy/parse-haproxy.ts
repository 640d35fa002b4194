import type { Place } from "../../finding.ts";
import { ReadError } from "../../read-error.ts";
import type { SourceFile } from "../../reading.ts";
import { TextLines } from "../../text-lines.ts";

/** `frontend web`, with the lines that follow it. */
export interface Section {
  /** Nothing for lines before any section, as in a part of a configuration. */
  readonly kind: string;
  readonly name: string;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly keyword: string;
  /** What follows the keyword. */
  readonly words: readonly Word[];
  readonly at: Place;
  readonly keywordAt: Place;
}

export interface Word {
  /** Without quotes, and without the backslashes that HAProxy takes away. */
  readonly text: string;
  readonly at: Place;
}

const sectionKinds: ReadonlySet<string> = new Set([
  "global",
  "defaults",
  "frontend",
  "backend",
  "listen",
  "userlist",
  "peers",
  "resolvers",
  "cache",
  "program",
  "mailers",
  "ring",
  "http-errors",
  "fcgi-app",
  "log-forward",
]);

/**
 * Reads a file as HAProxy does: a line a rule, words between spaces, and sections that begin with a keyword of their own.
 *
 * @see https://docs.haproxy.org/2.6/configuration.html#2.2
 * @throws ReadError where HAProxy would not start either
 */
export function parseHaproxy(file: SourceFile): readonly Section[] {
  const places = new TextLines(file);
  const sections: { kind: string; name: string; lines: Line[] }[] = [{ kind: "", name: "", lines: [] }];
  for (const { 0: text, index } of file.text.matchAll(/[^\n]+/g)) {
    const [keyword, ...words] = wordsOf(text, index, places);
    if (keyword === undefined) continue;
    if (sectionKinds.has(keyword.text)) {
      sections.push({ kind: keyword.text, name: words[0]?.text ?? "", lines: [] });
      continue;
    }
    const last = words.at(-1) ?? keyword;
    const { path, span } = keyword.at;
    const at = { path, span: { ...span, endLine: last.at.span.endLine, endColumn: last.at.span.endColumn } };
    sections.at(-1)!.lines.push({ keyword: keyword.text, words, at, keywordAt: keyword.at });
  }
  return sections.filter(({ kind, lines }) => kind !== "" || lines.length > 0);
}

/** What a backslash and the next character are, outside of quotes. Before others, a backslash is one. */
const escapes: Readonly<Record<string, string>> = {
  " ": " ",
  "\\": "\\",
  "#": "#",
  '"': '"',
  "'": "'",
  n: "\n",
  r: "\r",
  t: "\t",
};

function wordsOf(text: string, start: number, places: TextLines): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at += 1;
      continue;
    }
    if (text[at] === "#") break;
    const from = at;
    let quote = "";
    let word = "";
    for (; at < text.length && (quote !== "" || !/[\s#]/.test(text[at]!)); at += 1) {
      const character = text[at]!;
      const next = text[at + 1];
      if (quote !== "'" && character === "\\" && next !== undefined && next in escapes) {
        word += escapes[next]!;
        at += 1;
      } else if (quote === "" && (character === '"' || character === "'")) quote = character;
      else if (character === quote) quote = "";
      else word += character;
    }
    if (quote !== "") throw new ReadError("a quote is not closed", places.place(start + from, start + text.length));
    words.push({ text: word, at: places.place(start + from, start + at) });
  }
  return words;
}
