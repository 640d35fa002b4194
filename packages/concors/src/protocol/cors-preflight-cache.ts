import { asciiLowercase } from "./http-token.ts";
import type { CredentialsMode } from "./request.ts";
import { isCorsNonWildcardRequestHeaderName } from "./request-header-name.ts";

/** @see https://fetch.spec.whatwg.org/#concept-cache */
export interface CacheEntry {
  /** A network partition key. */
  readonly key: string;
  readonly byteSerializedOrigin: string;
  readonly url: string;
  /** In seconds, since storing the entry. */
  readonly maxAge: number;
  readonly credentials: boolean;
  readonly method: string | null;
  readonly headerName: string | null;
}

/** What a cache asks of a request. */
export interface CorsPreflightCacheRequest {
  /** The result of determining the network partition key. */
  readonly networkPartitionKey: string;
  /** The result of byte-serializing the request's origin. */
  readonly serializedOrigin: string;
  /** The request's current URL, serialized. */
  readonly url: string;
  readonly credentialsMode: CredentialsMode;
}

export interface CorsPreflightCacheOptions {
  /** The time in milliseconds, of a clock that never goes back. */
  readonly now: () => number;
  /** Beyond it, the oldest entries go. */
  readonly maxEntries?: number;
  /** AD-HOC: Some engines let `*` cover `Authorization`; their profiles say so here. */
  readonly wildcardCoversAuthorization?: boolean;
}

/** When an entry was stored, in milliseconds, and its max-age in seconds. All else of an entry is in its keys. */
interface Lifetime {
  readonly storedAt: number;
  maxAge: number;
}

/** Entries of one key, origin and URL, by what entryKeyOf makes of their other fields. */
type Line = Map<string, Lifetime>;

type Kind = "method" | "headerName";

/** Where an entry is held. */
type Place = readonly [lineKey: string, line: Line, entryKey: string, entry: Lifetime];

/** How many entries each new one looks at, for expired ones: two, so that a sweep overtakes what is added. */
const sweepStride = 2;

/**
 * A CORS-preflight cache: a list of cache entries, indexed by what has to be equal.
 *
 * @see https://fetch.spec.whatwg.org/#concept-cache
 */
export class CorsPreflightCache {
  readonly #lines: Map<string, Line> = new Map();
  readonly #now: () => number;
  readonly #maxEntries: number;
  readonly #wildcardCoversAuthorization: boolean;
  #sweep: Generator<Place, undefined> = this.#places();
  #oldest: Generator<Place, undefined> = this.#places();
  #size = 0;

  constructor(options: CorsPreflightCacheOptions) {
    this.#now = options.now;
    this.#maxEntries = options.maxEntries ?? Infinity;
    this.#wildcardCoversAuthorization = options.wildcardCoversAuthorization ?? false;
  }

  /** How many entries are held, those included that have expired and were not met since. */
  get size(): number {
    return this.#size;
  }

  /** The cache entries, without those that have expired. Header names are in lower case. */
  get cacheEntries(): CacheEntry[] {
    const now = this.#now();
    const cacheEntries: CacheEntry[] = [];
    for (const [lineKey, line] of this.#lines) {
      for (const [entryKey, lifetime] of line) {
        if (!isExpired(lifetime, now)) cacheEntries.push(cacheEntryOf(lineKey, entryKey, lifetime));
      }
    }
    return cacheEntries;
  }

  /**
   * Creates a new cache entry.
   *
   * @see https://fetch.spec.whatwg.org/#concept-cache-create-entry
   */
  createCacheEntry(
    request: CorsPreflightCacheRequest,
    maxAge: number,
    method: string | null,
    headerName: string | null,
  ): void {
    const place = placeOf(request);
    if (method !== null) this.#create(place, maxAge, "method", method);
    if (headerName !== null) this.#create(place, maxAge, "headerName", headerName);
  }

  #create({ lineKey, credentials }: RequestPlace, maxAge: number, kind: Kind, value: string): void {
    this.#expireSome();
    let line = this.#lines.get(lineKey);
    if (line === undefined) this.#lines.set(lineKey, (line = new Map()));

    // 1. Let entry be a cache entry, initialized as follows:
    //     key
    //       The result of determining the network partition key given request
    //     byte-serialized origin
    //       The result of byte-serializing a request origin with request
    //     URL
    //       request's current URL
    //     max-age
    //       max-age
    const entry: Lifetime = { storedAt: this.#now(), maxAge };
    //     credentials
    //       True if request's credentials mode is "include", and false otherwise
    //     method
    //       method
    //     header name
    //       headerName
    const entryKey = entryKeyOf(credentials, kind, value);

    // 2. Append entry to the user agent's CORS-preflight cache.
    // NB: Of two entries that differ in their max-age alone only the one that expires later can ever be noticed.
    const previous = line.get(entryKey);
    if (previous === undefined) this.#size++;
    if (previous === undefined || expiryOf(previous) <= expiryOf(entry)) line.set(entryKey, entry);
    this.#evict();
  }

  /**
   * Clears cache entries, whatever their credentials: the request turned out to be a network error.
   *
   * @see https://fetch.spec.whatwg.org/#concept-cache-clear
   */
  clearCacheEntries(request: CorsPreflightCacheRequest): void {
    // To clear cache entries, given a request, remove any cache entries in the user agent's CORS-preflight cache whose key is the result of determining the network partition key given request, byte-serialized origin is the result of byte-serializing a request origin with request, and URL is request's current URL.
    const lineKey = lineKeyOf(request);
    const line = this.#lines.get(lineKey);
    if (line === undefined) return;
    this.#size -= line.size;
    line.clear();
    this.#lines.delete(lineKey);
  }

  /**
   * Whether there is a method cache entry match.
   *
   * @see https://fetch.spec.whatwg.org/#concept-cache-match-method
   */
  methodCacheEntryMatch(method: string, request: CorsPreflightCacheRequest): boolean {
    return this.#forEachMatch("method", method, placeOf(request), null);
  }

  /**
   * Whether there is a header-name cache entry match.
   *
   * @see https://fetch.spec.whatwg.org/#concept-cache-match-header
   */
  headerNameCacheEntryMatch(headerName: string, request: CorsPreflightCacheRequest): boolean {
    return this.#forEachMatch("headerName", headerName, placeOf(request), null);
  }

  /**
   * The last steps of CORS-preflight fetch: stores what a response allows.
   *
   * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
   */
  store(
    request: CorsPreflightCacheRequest,
    allowed: {
      readonly methods: readonly string[];
      readonly headerNames: readonly string[];
      readonly maxAge: number;
    },
  ): void {
    const { methods, headerNames, maxAge } = allowed;
    const place = placeOf(request);

    // 12. For each method in methods for which there is a method cache entry match using request, set matching entry's max-age to max-age.
    // 13. For each method in methods for which there is no method cache entry match using request, create a new cache entry with request, max-age, method, and null.
    // NB: All of the twelfth step is done before any of the thirteenth.
    for (const method of methods) this.#forEachMatch("method", method, place, maxAge);
    for (const method of methods) {
      if (!this.#forEachMatch("method", method, place, null)) this.#create(place, maxAge, "method", method);
    }

    // 14. For each headerName in headerNames for which there is a header-name cache entry match using request, set matching entry's max-age to max-age.
    // 15. For each headerName in headerNames for which there is no header-name cache entry match using request, create a new cache entry with request, max-age, null, and headerName.
    for (const headerName of headerNames) this.#forEachMatch("headerName", headerName, place, maxAge);
    for (const headerName of headerNames) {
      if (!this.#forEachMatch("headerName", headerName, place, null)) {
        this.#create(place, maxAge, "headerName", headerName);
      }
    }
  }

  /** Returns whether an entry matches; with a newMaxAge, sets that of each that does. */
  #forEachMatch(kind: Kind, value: string, place: RequestPlace, newMaxAge: number | null): boolean {
    // There is a cache entry match for a cache entry entry with request if entry's key is the result of determining the network partition key given request, entry's byte-serialized origin is the result of byte-serializing a request origin with request, entry's URL is request's current URL, and one of
    const { lineKey, credentials } = place;
    const line = this.#lines.get(lineKey);
    if (line === undefined) return false;

    // There is a method cache entry match for method using request when there is a cache entry in the user agent's CORS-preflight cache for which there is a cache entry match with request and its method is method or `*`.

    // There is a header-name cache entry match for headerName using request when there is a cache entry in the user agent's CORS-preflight cache for which there is a cache entry match with request and one of
    // - its header name is a byte-case-insensitive match for headerName
    // - its header name is `*` and headerName is not a CORS non-wildcard request-header name
    // is true.
    const isCoveredByWildcard =
      kind === "method" || this.#wildcardCoversAuthorization || !isCorsNonWildcardRequestHeaderName(value);

    // - entry's credentials is true
    let found = this.#match(lineKey, line, entryKeyOf(true, kind, value), newMaxAge);
    if (isCoveredByWildcard) found = this.#match(lineKey, line, entryKeyOf(true, kind, "*"), newMaxAge) || found;

    // - entry's credentials is false and request's credentials mode is not "include".
    // is true.
    if (!credentials) {
      found = this.#match(lineKey, line, entryKeyOf(false, kind, value), newMaxAge) || found;
      if (isCoveredByWildcard) found = this.#match(lineKey, line, entryKeyOf(false, kind, "*"), newMaxAge) || found;
    }
    return found;
  }

  #match(lineKey: string, line: Line, entryKey: string, newMaxAge: number | null): boolean {
    const entry = line.get(entryKey);
    if (entry === undefined) return false;

    // Cache entries must be removed after the seconds specified in their max-age field have passed since storing the entry.
    if (isExpired(entry, this.#now())) {
      this.#remove([lineKey, line, entryKey, entry]);
      return false;
    }
    if (newMaxAge !== null) entry.maxAge = newMaxAge;
    return true;
  }

  /** Goes a little further through all entries, and drops what has expired on the way. */
  #expireSome(): void {
    const now = this.#now();
    for (let step = 0; step < sweepStride; step++) {
      const { value: place } = this.#sweep.next();
      if (place === undefined) {
        this.#sweep = this.#places();
        return;
      }
      if (isExpired(place[3], now)) this.#remove(place);
    }
  }

  /** Cache entries may be removed before that moment arrives. */
  #evict(): void {
    while (this.#size > this.#maxEntries) {
      // NB: One walk for good, not one from the start each time: a Map remembers for a while the places of what it dropped.
      const { value: place } = this.#oldest.next();
      if (place === undefined) this.#oldest = this.#places();
      else this.#remove(place);
    }
  }

  #remove([lineKey, line, entryKey]: Place): void {
    if (line.delete(entryKey)) this.#size--;
    if (line.size === 0 && this.#lines.get(lineKey) === line) this.#lines.delete(lineKey);
  }

  /** Every entry, the oldest line first. A walk may rest between two entries, and sees what was added or removed meanwhile. */
  *#places(): Generator<Place, undefined> {
    for (const [lineKey, line] of this.#lines) {
      for (const [entryKey, entry] of line) yield [lineKey, line, entryKey, entry];
    }
    return undefined;
  }
}

function isExpired(entry: Lifetime, now: number): boolean {
  return !(now < expiryOf(entry));
}

function expiryOf(entry: Lifetime): number {
  return entry.storedAt + entry.maxAge * 1000;
}

/** Where a request's entries are: looked up many times for one preflight, and made once. */
interface RequestPlace {
  readonly lineKey: string;
  readonly credentials: boolean;
}

function placeOf(request: CorsPreflightCacheRequest): RequestPlace {
  return { lineKey: lineKeyOf(request), credentials: request.credentialsMode === "include" };
}

/** The key, origin and URL in one string; their lengths come first, so that no two triples share one. */
function lineKeyOf({ networkPartitionKey, serializedOrigin, url }: CorsPreflightCacheRequest): string {
  return `${networkPartitionKey.length},${serializedOrigin.length},${networkPartitionKey}${serializedOrigin}${url}`;
}

/** The credentials, and the method or header name, in one string. */
function entryKeyOf(credentials: boolean, kind: Kind, value: string): string {
  if (kind === "method") return credentials ? `M${value}` : `m${value}`;
  return (credentials ? "H" : "h") + asciiLowercase(value);
}

function cacheEntryOf(lineKey: string, entryKey: string, { maxAge }: Lifetime): CacheEntry {
  const [keyLength = "", originLength = ""] = lineKey.split(",", 2);
  const keyStart = keyLength.length + originLength.length + 2;
  const originStart = keyStart + Number(keyLength);
  const urlStart = originStart + Number(originLength);
  const letter = entryKey.charAt(0);
  const value = entryKey.slice(1);
  return {
    key: lineKey.slice(keyStart, originStart),
    byteSerializedOrigin: lineKey.slice(originStart, urlStart),
    url: lineKey.slice(urlStart),
    maxAge,
    credentials: letter === "M" || letter === "H",
    method: letter === "M" || letter === "m" ? value : null,
    headerName: letter === "H" || letter === "h" ? value : null,
  };
}
