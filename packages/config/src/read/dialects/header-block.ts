import { block } from "../block.ts";
import type { Block, OriginRule } from "../block.ts";
import type { Place } from "../finding.ts";
import { namesIn, wordsOf } from "./names.ts";

/** A header that a server sets. */
export interface HeaderLine {
  readonly name: string;
  readonly value: string;
  readonly at: Place;
}

/**
 * What fixed headers say, of a server that cannot do more with them: answers do not depend on who asks. null if they do
 * not say who may read.
 *
 * @param asks who has to ask for these headers, where only some do
 */
export function headerBlock(
  lines: readonly HeaderLine[],
  more: Pick<Block, "scope"> & Partial<Block>,
  asks?: readonly OriginRule[],
): Block | null {
  const allowing = linesOf(lines, "access-control-allow-origin");
  const [allowed] = allowing;
  if (allowed === undefined) return null;
  const { value, at } = allowed;
  const sent: OriginRule = value === "*" ? { kind: "any", at } : { kind: "exact", origin: value, constant: true, at };
  const names = (name: string): "*" | readonly string[] =>
    wordsOf(linesOf(lines, name).flatMap((line) => namesIn(line.value)));
  const [age] = linesOf(lines, "access-control-max-age");
  const methods = names("access-control-allow-methods");
  const requestHeaders = names("access-control-allow-headers");
  const { preflight, ...rest } = more;
  const asksForPreflights = requestHeaders.length > 0 || methods === "*" || methods.some((name) => !unasked.has(name));
  return block({
    at,
    origins: asks ?? [sent],
    credentials: linesOf(lines, "access-control-allow-credentials")[0]?.value.toLowerCase() === "true",
    methods,
    requestHeaders,
    exposedHeaders: names("access-control-expose-headers"),
    maxAge: age !== undefined && /^\d+$/.test(age.value) ? Number(age.value) : null,
    layers: { is: allowing.length > 1 ? "two" : "one", at: allowing.at(-1)?.at },
    ...rest,
    // Who answers preflights does not matter where no page sends any.
    ...(preflight !== undefined && asksForPreflights && { preflight }),
  });
}

/** Methods of requests that take no preflight. */
const unasked: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"]);

export function saysVaryOrigin(lines: readonly HeaderLine[]): boolean {
  return linesOf(lines, "vary").some(({ value }) =>
    namesIn(value).some((name) => name === "*" || name.toLowerCase() === "origin"),
  );
}

function linesOf(lines: readonly HeaderLine[], name: string): readonly HeaderLine[] {
  return lines.filter((line) => line.name.toLowerCase() === name && line.value !== "");
}
