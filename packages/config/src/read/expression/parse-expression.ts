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
  return { text: anchored(bare, whole === true || fromStart === true, whole === true), ignoring };
}

/** An expression that is compared from the start, or to the end, as one that says so. */
function anchored(bare: string, fromStart: boolean, toEnd: boolean): string {
  const ways = alternativesOf(bare);
  const lacksStart = fromStart && !ways.every((way) => way.startsWith("^"));
  const lacksEnd = toEnd && !ways.every((way) => /(?<!\\)\$$/.test(way));
  if (!lacksStart && !lacksEnd) return bare;
  if (ways.length > 1) return `${fromStart ? "^" : ""}(?:${bare})${toEnd ? "$" : ""}`;
  return `${lacksStart ? "^" : ""}${bare}${lacksEnd ? "$" : ""}`;
}

/** What stands between the bars that are in no brackets. */
function alternativesOf(source: string): readonly string[] {
  const ways = [""];
  let depth = 0;
  let inClass = false;
  for (const [step] of source.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (step === "[") inClass = true;
    else if (step === "]") inClass = false;
    else if (!inClass && step === "(") depth += 1;
    else if (!inClass && step === ")") depth -= 1;
    if (step === "|" && depth === 0 && !inClass) ways.push("");
    else ways[ways.length - 1] += step;
  }
  return ways;
}

const posixClasses: Readonly<Record<string, string>> = {
  alnum: "a-zA-Z0-9",
  alpha: "a-zA-Z",
  digit: "0-9",
  lower: "a-z",
  upper: "A-Z",
  word: String.raw`\w`,
};
