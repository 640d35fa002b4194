import type { LintCode } from "../lint-words.ts";
import type { MeantOrigin } from "./meant-origin.ts";
import { isSendable } from "./origin-syntax.ts";
import type { UnderstoodExpression } from "./understood-expression.ts";

/** An origin that an expression takes and does not mean, and what about the expression makes it so. */
export interface Witness {
  readonly code: LintCode;
  readonly origin: string;
  /** Whether a browser would let the page read. */
  readonly isLetIn: boolean;
}

/** Origins that no list has in common: who lets both in lets all in, or all of https. */
const strangers = ["https://evil.test", "https://a-b.c.example:8443"];

/** One witness for each thing that is wrong with an expression. */
export function findWitnesses(expression: UnderstoodExpression, isOriginTest = true): readonly Witness[] {
  if (strangers.every(expression.letsIn))
    return [{ code: "expression-matches-any", origin: strangers[0]!, isLetIn: true }];
  const found = new Map<LintCode, Witness>();
  const all = (expression.meant ?? []).flatMap(suspects);
  // A host that anybody can have says more than another port of the same one.
  const ofOthers = [".evil.test", "evil.test"].flatMap((end) => all.filter(([, origin]) => origin.endsWith(end)));
  for (const [code, origin] of [...ofOthers, ...all]) {
    if (found.get(code)?.isLetIn === true) continue;
    if (!isSendable(origin) || expression.means(origin) || !expression.matches(origin)) continue;
    found.set(code, { code, origin, isLetIn: isOriginTest && expression.letsIn(origin) });
  }
  return [...found.values()];
}

/** What an expression might let in for each way through it that is not strict. */
function suspects(way: MeantOrigin): readonly (readonly [LintCode, string])[] {
  const { wildcard, host, port, hasStart, hasEnd, looseDots } = way;
  const scheme = way.scheme ?? "https";
  const portText = port === "" ? "" : `:${port === "*" ? "8443" : port}`;
  const label = wildcard === "dotted" ? "a." : "";
  const origin = (name: string): string => `${scheme}://${name}${portText}`;
  const all: (readonly [LintCode, string])[] = [];
  if (!hasEnd) {
    const start = `${scheme}://${label}${host}`;
    all.push(["expression-without-end", port === "" ? `${start}.evil.test` : `${start}:${port}0`]);
    all.push(["expression-without-end", `${start}evil.test`], ["expression-without-end", `${start}:8443`]);
  }
  for (const { index } of looseDots) {
    const loose = `${host.slice(0, index)}x${host.slice(index + 1)}`;
    all.push(["expression-dot-unescaped", origin(`${label}${loose}`)]);
  }
  if (wildcard === "glued") all.push(["wildcard-glued", origin(`evil${host}`)], ["wildcard-glued", origin(`-${host}`)]);
  if (way.scheme === null && wildcard !== "glued")
    all.push(
      ["expression-without-start", wildcard === "dotted" ? `http://a.${host}${portText}` : origin(`evil${host}`)],
      ["expression-without-start", `http://${label}${host}${portText}`],
    );
  else if (!hasStart && way.scheme === null) all.push(["expression-without-start", `http://a.${host}${portText}`]);
  return all;
}
