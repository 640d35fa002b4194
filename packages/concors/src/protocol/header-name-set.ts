import { asciiLowercase, equalsIgnoreAsciiCase } from "./http-token.ts";

/** From how many names on a Set costs less than comparing each. */
const manyNames = 16;

/**
 * Returns whether a header name is a byte-case-insensitive match for one of headerNames.
 *
 * NB: A header list may be as long as a server likes; asking for each of its names must not cost its length again.
 */
export function headerNameMatcher(headerNames: readonly string[]): (name: string) => boolean {
  if (headerNames.length < manyNames) return (name) => includesHeaderName(headerNames, name);
  const lowercased = new Set(headerNames.map(asciiLowercase));
  return (name) => lowercased.has(asciiLowercase(name));
}

export function includesHeaderName(headerNames: readonly string[], name: string): boolean {
  for (const headerName of headerNames) {
    if (equalsIgnoreAsciiCase(headerName, name)) return true;
  }
  return false;
}
