import { RegExpParser } from "@eslint-community/regexpp";
import type { AST } from "@eslint-community/regexpp";
import type { OriginExpression } from "../block.ts";

/** An expression that was understood. */
export interface ParsedExpression {
  readonly pattern: AST.Pattern;
  /** What runs it. */
  readonly regExp: RegExp;
  /** Whether offsets in the pattern are offsets in the source as it was given. */
  readonly keepsOffsets: boolean;
}

/** Parses an expression of any of the languages; null if it holds what JavaScript does not have. */
export function parseExpression(rule: OriginExpression): ParsedExpression | null {
  const regExp = compileExpression(rule);
  if (regExp === null) return null;
  const { text } = toJavaScript(rule);
  const pattern = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(text, 0, text.length, { unicode: false });
  return { pattern, regExp, keepsOffsets: text === rule.source };
}

/** What runs an expression; null likewise. */
export function compileExpression(rule: OriginExpression): RegExp | null {
  const { text, ignoring } = toJavaScript(rule);
  try {
    return new RegExp(text, rule.ignoresCase === true || ignoring ? "i" : "");
  } catch {
    return null;
  }
}

/** What Perl's, Python's, Ruby's and Go's expressions have otherwise, in JavaScript's. */
function toJavaScript({ source, whole, fromStart }: OriginExpression): {
  readonly text: string;
  readonly ignoring: boolean;
} {
  const ignoring = source.startsWith("(?i)");
  const bare = (ignoring ? source.slice("(?i)".length) : source)
    .replace(/^\\A/, "^")
    .replace(/\\[zZ]$/, "$")
    .replaceAll("(?P<", "(?<")
    .replaceAll(/\[:(alnum|alpha|digit|lower|upper|word):\]/g, (_, name: string) => posixClasses[name]!);
  if (whole === true) return { text: `^(?:${bare})$`, ignoring };
  // What begins with ^ and has no other way in is the same with it and without.
  const isOpen = fromStart === true && (!bare.startsWith("^") || bare.includes("|"));
  return { text: isOpen ? `^(?:${bare})` : bare, ignoring };
}

const posixClasses: Readonly<Record<string, string>> = {
  alnum: "a-zA-Z0-9",
  alpha: "a-zA-Z",
  digit: "0-9",
  lower: "a-z",
  upper: "A-Z",
  word: String.raw`\w`,
};
