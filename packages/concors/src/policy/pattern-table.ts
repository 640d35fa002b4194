import type { ParsedOriginPattern } from "./origin-pattern.ts";
import { endOfName, endOfScheme, isPort } from "./origin-syntax.ts";

const anyPort = "*";

/**
 * Patterns of origins, found by the hash of what is fixed in them: one pass over an origin, from the right, asks for all
 * of its domains. What that takes depends on the length of the origin, and not on how many patterns there are. Asking
 * allocates nothing.
 */
export class PatternTable {
  /** Of as many patterns, twice as many places at least: a hash, and an index of a pattern from 1 on. */
  readonly #places: Int32Array;
  readonly #patterns: readonly ParsedOriginPattern[];
  /** Unknown outside, so that nobody can choose patterns whose hashes are the same. */
  readonly #seed: number = (Math.random() * 2 ** 32) | 0;
  readonly #hasAnyPort: boolean;
  readonly #hasFixedPort: boolean;

  constructor(patterns: readonly ParsedOriginPattern[]) {
    this.#patterns = patterns;
    this.#hasAnyPort = patterns.some(({ port }) => port === anyPort);
    this.#hasFixedPort = patterns.some(({ port }) => port !== anyPort);
    this.#places = new Int32Array(4 * 2 ** Math.ceil(Math.log2(Math.max(1, patterns.length))));
    for (const [index, { scheme, host, port }] of patterns.entries()) {
      let hash = this.#seed;
      for (let position = host.length - 1; position >= 0; position--) hash = mix(hash, host.charCodeAt(position));
      this.#put(finish(hash ^ hashOf(scheme, 0, scheme.length) ^ hashOf(port, 0, port.length)), index + 1);
    }
  }

  /** Whether origin, if it is one, matches a pattern. */
  has(origin: string): boolean {
    const schemeEnd = endOfScheme(origin);
    if (schemeEnd === 0) return false;
    const start = schemeEnd + 3;
    const isIpv6 = origin.charCodeAt(start) === 0x5b;
    const end = isIpv6 ? origin.indexOf("]", start) + 1 : endOfName(origin, start);
    if (end === 0 || (end < origin.length && (origin.charCodeAt(end) !== 0x3a || !isPort(origin, end + 1))))
      return false;

    const scheme = hashOf(origin, 0, schemeEnd);
    const withAnyPort = scheme ^ hashOf(anyPort, 0, anyPort.length);
    const withPort = scheme ^ hashOf(origin, end + 1, origin.length);
    let hash = this.#seed;
    for (let position = end - 1; position >= start; position--) {
      const code = origin.charCodeAt(position);
      if (code === 0x2e && !isIpv6) {
        if (this.#hasFixedPort && this.#find(finish(hash ^ withPort), origin, position + 1, end)) return true;
        if (this.#hasAnyPort && this.#find(finish(hash ^ withAnyPort), origin, position + 1, end)) return true;
      }
      hash = mix(hash, code);
    }
    return this.#hasAnyPort && this.#find(finish(hash ^ withAnyPort), origin, start, end);
  }

  #put(hash: number, index: number): void {
    let place = this.#firstPlace(hash);
    while (this.#places[place + 1] !== 0) place = this.#nextPlace(place);
    this.#places[place] = hash;
    this.#places[place + 1] = index;
  }

  #find(hash: number, origin: string, start: number, end: number): boolean {
    const places = this.#places;
    for (let place = this.#firstPlace(hash); ; place = this.#nextPlace(place)) {
      const index = places[place + 1]!;
      if (index === 0) return false;
      if (places[place] === hash && matches(this.#patterns[index - 1]!, origin, start, end)) return true;
    }
  }

  #firstPlace(hash: number): number {
    return (hash << 1) & (this.#places.length - 1);
  }

  #nextPlace(place: number): number {
    return (place + 2) & (this.#places.length - 1);
  }
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
    (port === anyPort ||
      (port === ""
        ? end === origin.length
        : origin.startsWith(port, end + 1) && origin.length === end + 1 + port.length))
  );
}

function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let position = start; position < end; position++) hash = mix(hash, text.charCodeAt(position));
  return hash;
}

/** FNV-1a's step. */
function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** MurmurHash3's finish: every bit of the hash depends on every bit that went in. */
function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
