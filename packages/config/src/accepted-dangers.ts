import type { CheckedSite } from "./site.ts";

/** The codes of lint for what whoever wrote this site has accepted by a danger that the policy names. */
export function acceptedDangers({ routes, fallback }: CheckedSite): readonly string[] {
  const policies = [fallback, ...routes.map(({ policy }) => policy)];
  const allowsNull = policies.some((policy) => policy?.origins !== "*" && policy?.origins.includes("null"));
  return allowsNull ? ["null-allowed"] : [];
}
