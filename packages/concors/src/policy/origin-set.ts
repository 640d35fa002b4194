import { parseOriginPattern } from "./origin-pattern.ts";
import { patternTable } from "./pattern-table.ts";

/**
 * Whether an origin is among those that a policy lists, compared byte for byte. Asking takes no longer the more there are.
 *
 * @param origins patterns that parseOriginPattern takes, and perhaps "null"
 */
export function originSet(origins: readonly string[]): (origin: string) => boolean {
  const patterns = origins.filter((origin) => origin.includes("*"));
  // Made at once, a set of a million takes half as long as one that grows.
  const exact = new Set(patterns.length === 0 ? origins : origins.filter((origin) => !origin.includes("*")));
  const matches = patternTable(patterns.map((pattern) => parseOriginPattern(pattern)!));
  return (origin) => exact.has(origin) || (patterns.length > 0 && matches(origin));
}
