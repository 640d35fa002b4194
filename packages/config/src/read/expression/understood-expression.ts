import type { OriginExpression } from "../block.ts";
import { originExpression } from "../../plan/origin-expression.ts";
import { createOriginMatch } from "../../plan/create-plan.ts";
import { expand } from "./expand.ts";
import { meantOrigin } from "./meant-origin.ts";
import type { MeantOrigin } from "./meant-origin.ts";
import { isPattern } from "./origin-syntax.ts";
import { parseExpression } from "./parse-expression.ts";

/** What an expression lets in, and what it means. */
export interface UnderstoodExpression {
  /** Whether a request of this origin is let in, and the answer says so to the browser. */
  readonly letsIn: (origin: string) => boolean;
  /** Whether it matches, whatever is sent then. */
  readonly matches: (origin: string) => boolean;
  /** What it evidently means; null if that is nothing that a list of origins could say. */
  readonly meant: readonly MeantOrigin[] | null;
  /** The same as patterns of a policy, as far as they are any. */
  readonly patterns: readonly string[];
  /** Whether the patterns are what it lets in, neither more nor less. */
  readonly isExact: boolean;
  /** Whether an origin is one that it means. */
  readonly means: (origin: string) => boolean;
  /** Whether `$` behind it is behind every way through it. */
  readonly isOneAlternative: boolean;
  readonly keepsOffsets: boolean;
}

/** null if it cannot be parsed */
export function understandExpression(rule: OriginExpression): UnderstoodExpression | null {
  const parsed = parseExpression(rule);
  if (parsed === null) return null;
  const { pattern, regExp, keepsOffsets } = parsed;
  const ways = expand(pattern)?.map(meantOrigin) ?? [null];
  const meant = ways.includes(null) ? null : ways.filter((way) => way !== "never" && way !== null);
  const patterns = meant === null ? [] : patternsOf(meant);
  const strict = patterns.map((text) => new RegExp(`^${originExpression(createOriginMatch(text))}$`));
  return {
    letsIn: (origin) => {
      const match = regExp.exec(origin);
      return match !== null && (rule.echo === "request" || match[rule.echo] === origin);
    },
    matches: (origin) => regExp.test(origin),
    meant,
    patterns,
    isExact:
      meant !== null && meant.every(isStrict) && meant.every((way) => way.port !== "*" || isOptionalPort(way, meant)),
    means: (origin) => strict.some((expression) => expression.test(origin)),
    isOneAlternative: pattern.alternatives.length === 1,
    keepsOffsets,
  };
}

function isStrict(way: MeantOrigin): boolean {
  if (isNull(way)) return true;
  const { scheme, wildcard, hasStart, hasEnd, looseDots, isNarrower } = way;
  return scheme !== null && wildcard !== "glued" && hasStart && hasEnd && looseDots.length === 0 && !isNarrower;
}

/** `*` of a policy is any port, or none. */
function isOptionalPort({ scheme, wildcard, host }: MeantOrigin, meant: readonly MeantOrigin[]): boolean {
  return meant.some(
    (way) => way.scheme === scheme && way.wildcard === wildcard && way.host === host && way.port === "",
  );
}

/** The whole expression is `^null$`. */
function isNull({ scheme, wildcard, host, port, hasStart, hasEnd }: MeantOrigin): boolean {
  return scheme === null && wildcard === "none" && host === "null" && port === "" && hasStart && hasEnd;
}

function patternsOf(meant: readonly MeantOrigin[]): readonly string[] {
  const texts = meant.map((way) => {
    const { scheme, wildcard, host, port } = way;
    if (isNull(way)) return "null";
    const stars = wildcard === "none" ? "" : "*.";
    return `${scheme ?? "https"}://${stars}${host}${port === "" ? "" : `:${port}`}`;
  });
  // "*" is any port or none.
  const unique = [...new Set(texts)].filter((text) => !texts.includes(`${text}:*`));
  return unique.filter(isPattern);
}
