import type { Block, ExactOrigin, OriginExpression, OriginRule } from "../block.ts";
import { createFinding } from "../create-finding.ts";
import { whatIsWrongWith } from "../expression/origin-syntax.ts";
import type { Finding, Patch } from "../finding.ts";
import { understandExpression } from "../expression/understood-expression.ts";
import type { UnderstoodExpression } from "../expression/understood-expression.ts";
import { findWitnesses } from "../expression/witnesses.ts";
import type { Witness } from "../expression/witnesses.ts";
import type { LintCode } from "../lint-words.ts";

/** What is wrong with who may read. */
export function checkOrigins({ origins, credentials, methodsWithout }: Block): readonly Finding<LintCode>[] {
  // Where no answer but that to a preflight has the headers, a page that is repeated reads nothing.
  const isRead = methodsWithout.is === "unknown" || !methodsWithout.is.includes("GET");
  return origins.flatMap((rule) => (rule.kind === "repeated" && !isRead ? [] : checkOrigin(rule, credentials)));
}

function checkOrigin(rule: OriginRule, credentials: boolean): readonly Finding<LintCode>[] {
  switch (rule.kind) {
    case "any":
      return credentials ? [createFinding("any-origin-with-credentials", rule.at)] : [];
    case "repeated":
      return [createFinding(credentials ? "reflects-any-origin" : "reflects-without-credentials", rule.at)];
    case "exact":
      return checkExact(rule);
    case "expression":
      return checkExpression(rule);
  }
}

function checkExact({ origin, ignoresCase, at }: ExactOrigin): readonly Finding<LintCode>[] {
  if (origin === "null") return [createFinding("null-allowed", at)];
  if (/[\s,]/.test(origin.trim())) return [createFinding("several-origins", at, { value: origin })];
  if (origin.includes("*"))
    return [
      createFinding("origin-never-sent", at, { value: `${JSON.stringify(origin)} has a *, which no origin has` }),
    ];
  const wrong = whatIsWrongWith(origin);
  if (wrong !== null) {
    const write = wrong.fix === null ? undefined : `write ${JSON.stringify(wrong.fix)}`;
    return [createFinding("origin-never-sent", at, { value: wrong.why, write })];
  }
  return ignoresCase === true ? [createFinding("case-ignored", at, { value: origin })] : [];
}

function checkExpression(rule: OriginExpression): readonly Finding<LintCode>[] {
  const expression = understandExpression(rule);
  if (expression === null) return [];
  const { source, original: value = source, at } = rule;
  const witnesses = findWitnesses(expression);
  const found =
    rule.written === "part" ? partFindings(rule, witnesses) : expressionFindings(rule, expression, witnesses);
  if (witnesses.some(({ code }) => code === "expression-matches-any")) return found;
  const all = [...found, ...schemeFindings(rule, expression)];
  if (expression.patterns.includes("null")) all.push(createFinding("null-allowed", at));
  if (rule.ignoresCase === true) all.push(createFinding("case-ignored", at, { value }));
  return all;
}

/** A part of an origin that is compared is an expression to us, and not to whom the message is for. */
function partFindings({ source, at }: OriginExpression, witnesses: readonly Witness[]): readonly Finding<LintCode>[] {
  const [first] = witnesses;
  if (first === undefined) return [];
  const value = source.replaceAll(/^\^|\$$|\\(?=.)/g, "");
  return [createFinding("prefix-or-suffix-match", at, { value, witness: first.origin })];
}

function expressionFindings(
  rule: OriginExpression,
  expression: UnderstoodExpression,
  witnesses: readonly Witness[],
): readonly Finding<LintCode>[] {
  const { source, original: value = source, at } = rule;
  const letIn = witnesses.filter(({ isLetIn }) => isLetIn);
  const write = rule.written === "glob" ? "begin it with the scheme: https://" : undefined;
  const found = letIn.map(({ code, origin }) =>
    createFinding(code, at, {
      value,
      witness: origin,
      write: code === "expression-without-start" ? write : undefined,
      patch: patchFor(rule, expression, code),
    }),
  );
  const [sent] = witnesses.filter((witness) => !witness.isLetIn);
  if (sent !== undefined && letIn.length === 0)
    found.push(createFinding("expression-sends-a-part", at, { value, witness: sent.origin }));
  const isOpen = expression.meant?.some(({ hasStart, hasEnd }) => !hasStart || !hasEnd) === true;
  // A pattern with wildcards has no anchors that could be missing.
  if (isOpen && witnesses.length === 0 && rule.written !== "glob")
    found.push(createFinding("expression-not-anchored", at, { value }));
  return found;
}

/** http, where https is meant and whoever is on the way can be http. Names for one's own computer have no way. */
function schemeFindings(
  { source, original: value = source, at }: OriginExpression,
  { patterns, letsIn }: UnderstoodExpression,
): readonly Finding<LintCode>[] {
  if (!optionalScheme.test(source)) return [];
  const witness = patterns
    .filter((pattern) => pattern.startsWith("http://") && !isLocal(pattern))
    .map((pattern) => pattern.replace("*.", "a.").replace(/:\*$/, ""))
    .find(letsIn);
  return witness === undefined ? [] : [createFinding("scheme-optional", at, { value, witness })];
}

const optionalScheme = /http(?:s\?|\(s\)\?|\(\?:s\)\?|\[s\]\?)|\((?:\?:)?https?\|https?\)/i;

function isLocal(pattern: string): boolean {
  return /^http:\/\/(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[::1\])(?::|$)/.test(pattern);
}

/** One change mends what one finding is about, where it is clear what the expression means. */
function patchFor(
  { source, print }: OriginExpression,
  { meant, keepsOffsets, isOneAlternative }: UnderstoodExpression,
  code: LintCode,
): Patch | undefined {
  if (!keepsOffsets || meant === null) return undefined;
  if (code === "expression-without-end" && isOneAlternative && !/[$*]$/.test(source))
    return print?.(`${source}$`) ?? undefined;
  // Two dots are no host: one of them is meant to be something else.
  if (code !== "expression-dot-unescaped" || meant.some(({ host }) => host.includes(".."))) return undefined;
  const offsets = new Set(meant.flatMap(({ looseDots }) => looseDots.map(({ offset }) => offset)));
  const escaped = source.split("").map((character, index) => (offsets.has(index) ? `\\${character}` : character));
  return print?.(escaped.join("")) ?? undefined;
}
