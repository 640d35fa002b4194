import type { Place } from "../../finding.ts";
import { ReadError } from "../../read-error.ts";
import type { SourceFile } from "../../reading.ts";
import { TextLines } from "../../text-lines.ts";

/** A piece of a program. Names have their parts with them: `re.compile`, `$response->headers->set`. */
export interface Token {
  readonly kind: "text" | "name" | "number" | "sign";
  /** What a text says, without its quotes and backslashes; else as it stands. */
  readonly text: string;
  /** Whether a text has values of variables in it. */
  readonly isOpen: boolean;
  readonly start: number;
  readonly end: number;
}

/** How a language is cut into tokens. */
export interface Lexis {
  /** Sticky: spaces and comments. */
  readonly space: RegExp;
  /** Sticky: a name with its parts. */
  readonly name: RegExp;
  /** Reads a text that begins here; null if there is none. Its `end` is -1 if it has none. */
  readonly readText: (source: string, at: number) => Pick<Token, "text" | "isOpen" | "end"> | null;
}

/** A program, cut into tokens. */
export interface SourceText {
  readonly tokens: readonly Token[];
  readonly place: (start: number, end: number) => Place;
  readonly raw: (start: number, end: number) => string;
}

const number = /\d[\w.]*/y;
const sign = /[=!]==?|=>|->|::|:=|\+=|\.=|\?\?|&&|\|\||[^\s]/y;

/** @throws ReadError if a quote or a bracket is not closed */
export function tokenize(file: SourceFile, { space, name, readText }: Lexis): SourceText {
  const source = file.text;
  const lines = new TextLines(file);
  const tokens: Token[] = [];
  const open: Token[] = [];
  const take = (expression: RegExp, at: number): string => {
    expression.lastIndex = at;
    return expression.exec(source)?.[0] ?? "";
  };
  for (let at = take(space, 0).length; at < source.length; at += take(space, at).length) {
    const start = at;
    const text = readText(source, start);
    if (text !== null) {
      if (text.end === -1) throw new ReadError("a quote is not closed", lines.place(start, start + 1));
      at = text.end;
      tokens.push({ kind: "text", ...text, start });
      continue;
    }
    const kinds = [
      ["number", number],
      ["name", name],
      ["sign", sign],
    ] as const;
    const [kind, found] = kinds
      .map(([one, expression]) => [one, take(expression, start)] as const)
      .find(([, one]) => one !== "")!;
    at = start + found.length;
    const token: Token = { kind, text: found, isOpen: false, start, end: at };
    tokens.push(token);
    if (/^[([{]$/.test(found)) open.push(token);
    if (/^[)\]}]$/.test(found) && open.pop()?.text !== opening[found])
      throw new ReadError("a bracket closes nothing", lines.place(start, at));
  }
  const [last] = open;
  if (last !== undefined) throw new ReadError("a bracket is not closed", lines.place(last.start, last.end));
  return { tokens, place: (start, end) => lines.place(start, end), raw: (start, end) => source.slice(start, end) };
}

const opening: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
