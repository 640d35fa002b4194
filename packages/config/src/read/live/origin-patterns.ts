import type { OriginMatch } from "../../plan/plan.ts";
import { isExact } from "../../plan/plan.ts";

/** Whether every origin that one pattern is for is one of the other's. */
export function covers(pattern: OriginMatch, other: OriginMatch): boolean {
  if (pattern.pattern === other.pattern) return true;
  if (pattern.scheme !== other.scheme || (pattern.port !== "*" && pattern.port !== other.port)) return false;
  if (!pattern.subdomains) return !other.subdomains && other.host === pattern.host;
  return other.host.endsWith(`.${pattern.host}`) || (other.subdomains && other.host === pattern.host);
}

/** The patterns that no other one covers, each once: exact ones first, then by name. */
export function widest(patterns: readonly OriginMatch[]): readonly OriginMatch[] {
  const once = [...new Map(patterns.map((match) => [match.pattern, match])).values()];
  return once.filter((match) => !once.some((other) => other !== match && covers(other, match))).sort(inOrder);
}

function inOrder(a: OriginMatch, b: OriginMatch): number {
  if (isExact(a) !== isExact(b)) return isExact(a) ? -1 : 1;
  return a.pattern < b.pattern ? -1 : 1;
}
