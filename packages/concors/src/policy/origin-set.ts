import { parseOriginPattern } from "./origin-pattern.ts";
import type { ParsedOriginPattern } from "./origin-pattern.ts";
import { longestOrigin } from "./origin-syntax.ts";
import { PatternTable } from "./pattern-table.ts";

/** The origins that a policy lists, compared byte for byte. Asking takes no longer the more there are. */
export class OriginSet {
  readonly #exact: ReadonlySet<string>;
  readonly #patterns: PatternTable | null;
  /** No origin that is longer is in it. */
  readonly longest: number;

  /** @param origins patterns that parseOriginPattern takes, and perhaps "null" */
  constructor(origins: readonly string[]) {
    const patterns: ParsedOriginPattern[] = [];
    let longest = 0;
    for (const origin of origins) {
      const pattern = origin.includes("*") ? parseOriginPattern(origin) : null;
      if (pattern !== null) patterns.push(pattern);
      longest = Math.max(longest, origin.length);
    }
    // Made at once, a set of a million takes half as long as one that grows.
    this.#exact = new Set(patterns.length === 0 ? origins : origins.filter((origin) => !origin.includes("*")));
    this.#patterns = patterns.length === 0 ? null : new PatternTable(patterns);
    this.longest = this.#patterns === null ? longest : longestOrigin;
  }

  has(origin: string): boolean {
    return this.#exact.has(origin) || (this.#patterns !== null && this.#patterns.has(origin));
  }
}
