import { mix, mixAll } from "./hash.ts";
import { longestName, originSyntax } from "./origin-pattern.ts";
import type { ParsedOriginPattern } from "./origin-pattern.ts";

const anyPort = "*";

/**
 * Whether an origin matches one of patterns, which are found by the hash of what is fixed in them: a pass over the origin,
 * from the right, asks for all of its domains. What that takes depends on the length of the origin, and not on how many
 * patterns there are. Asking allocates nothing.
 */
export function patternTable(patterns: readonly ParsedOriginPattern[]): (origin: string) => boolean {
  /** By their hash, or the next number that is free. */
  const table = new Map<number, ParsedOriginPattern>();
  // Unknown outside, so that nobody can choose patterns whose hashes are the same.
  const seed = Math.random() * 2 ** 32;
  for (const pattern of patterns) {
    const { scheme, host, port } = pattern;
    let place = placeOf(mixAll(mixAll(mixAll(seed, scheme), port), host));
    while (table.has(place)) place++;
    table.set(place, pattern);
  }

  const hasAnyPort = patterns.some(({ port }) => port === anyPort);

  const find = (hash: number, origin: string, start: number, end: number): boolean => {
    let place = placeOf(hash);
    for (let pattern = table.get(place); pattern !== undefined; pattern = table.get(++place)) {
      if (matches(pattern, origin, start, end)) return true;
    }
    return false;
  };
  /** Asks for each domain of the host from start to end. */
  const findDomain = (hash: number, origin: string, start: number, end: number): boolean => {
    for (let position = end - 1; position >= start; position--) {
      const code = origin.charCodeAt(position);
      if (code === 0x2e && find(hash, origin, position + 1, end)) return true;
      hash = mix(hash, code);
    }
    return find(hash, origin, start, end);
  };

  return (origin) => {
    if (origin.includes("*") || !originSyntax.test(origin)) return false;
    const scheme = origin.indexOf(":");
    const start = scheme + 3;
    const colon = origin.lastIndexOf(":");
    // An IPv6 address has colons too.
    const end = colon > Math.max(scheme, origin.indexOf("]")) ? colon : origin.length;
    if (end - start > longestName) return false;
    const hash = mixAll(seed, origin, 0, scheme);
    return (
      (hasAnyPort && findDomain(mixAll(hash, anyPort), origin, start, end)) ||
      findDomain(mixAll(hash, origin, end + 1), origin, start, end)
    );
  };
}

/** Whether a pattern is that of the part of a well-formed origin's host from start to end, byte for byte. */
function matches({ scheme, host, port, subdomains }: ParsedOriginPattern, origin: string, start: number, end: number) {
  return (
    end - start === host.length &&
    origin.startsWith(host, start) &&
    origin.startsWith(scheme) &&
    origin.startsWith("://", scheme.length) &&
    // What stands before a subdomain's parent is a label and a dot; what stands before a host is the end of the scheme.
    subdomains === start > scheme.length + "://".length &&
    (port === anyPort || (origin.endsWith(port) && origin.length === end + (port === "" ? 0 : 1 + port.length)))
  );
}

/** A small integer, which is no object in memory. */
function placeOf(hash: number): number {
  return (hash ^ (hash >>> 15)) & 0x3fff_ffff;
}
