import type { CheckedSite } from "./site.ts";
import type { Loss, LossCode } from "./loss.ts";

/** What lint finds in a file that was told as a loss when it was generated. Its codes are held against lint's by a test. */
const findingsOfLosses: Partial<Readonly<Record<LossCode, readonly string[]>>> = {
  "any-origin-with-credentials": ["reflects-any-origin"],
  "plain-options-answered": ["plain-options-swallowed"],
  "preflight-not-answered": ["preflight-not-answered"],
  "target-retired": ["target-retired"],
  "upstream-not-stripped": ["upstream-not-stripped"],
  "vary-missing": ["vary-missing", "vary-sometimes"],
};

/**
 * The codes of lint that whoever generates this site has accepted: by a danger that the policy names, or by a loss that
 * was told.
 */
export function acceptedFindings({ routes, fallback }: CheckedSite, losses: readonly Loss[]): readonly string[] {
  const policies = [fallback, ...routes.map(({ policy }) => policy)];
  const allowsNull = policies.some((policy) => policy?.origins !== "*" && policy?.origins.includes("null"));
  const codes = [
    ...(allowsNull ? ["null-allowed"] : []),
    ...losses.flatMap(({ code }) => findingsOfLosses[code] ?? []),
  ];
  return [...new Set(codes)].sort();
}
