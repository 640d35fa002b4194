import { get, isCorsNonWildcardRequestHeaderName, isCorsSafelistedMethod } from "concors/protocol";
import type { PreflightCache, PreflightCacheQuery, PreflightGrant } from "./preflight-cache.ts";

/** How one engine's cache of whole preflight results behaves. */
export interface PreflightResultCacheRules {
  /** Seconds from the raw `Access-Control-Max-Age`. */
  readonly maxAge: (value: string | null) => number;
  /** Whether a cached `*` answers for `Authorization`. */
  readonly wildcardCoversAuthorization: boolean;
  /** How many results are kept; beyond it, the oldest goes. */
  readonly maxEntries: number;
  /** The length of the longest URL that is kept, in characters. */
  readonly maxUrlLength: number;
  /** Whether `*` depends on the credentials of the request it is to cover, or of the preflight it was given to. */
  readonly wildcardIsOfTheRequest: boolean;
}

interface PreflightResult {
  readonly expires: number;
  readonly credentials: boolean;
  readonly methods: ReadonlySet<string>;
  readonly headerNames: ReadonlySet<string>;
}

/**
 * A cache that keeps, for each partition, origin and URL, the result of the last preflight as a whole: what Chromium's
 * `PreflightCache` and WebKit's `CrossOriginPreflightResultCache` are. The standard keeps each method and each header
 * name as an entry of its own, and so merges the results of several preflights.
 */
export class PreflightResultCache implements PreflightCache {
  readonly #rules: PreflightResultCacheRules;
  readonly #now: () => number;
  readonly #results: Map<string, PreflightResult> = new Map();

  constructor(rules: PreflightResultCacheRules, now: () => number) {
    this.#rules = rules;
    this.#now = now;
  }

  match(query: PreflightCacheQuery): boolean {
    const key = keyOf(query);
    const result = this.#results.get(key);
    if (result === undefined) return false;
    if (this.#now() >= result.expires) {
      this.#results.delete(key);
      return false;
    }
    const isEnough = this.#covers(result, query);
    if (!isEnough) this.#results.delete(key);
    return isEnough;
  }

  store(query: PreflightCacheQuery, grant: PreflightGrant): void {
    const { maxAge, maxEntries, maxUrlLength } = this.#rules;
    const seconds = maxAge(get(grant.headerList, "Access-Control-Max-Age"));
    if (seconds <= 0 || query.url.length > maxUrlLength) return;
    const key = keyOf(query);
    // Last in the map is what was stored last.
    this.#results.delete(key);
    this.#makeRoom(maxEntries);
    this.#results.set(key, {
      expires: this.#now() + seconds * 1000,
      credentials: query.credentialsMode === "include",
      methods: new Set(grant.methods),
      headerNames: new Set(grant.headerNames.map((name) => name.toLowerCase())),
    });
  }

  /** AD-HOC: Chromium drops some at random; the oldest go here. What has expired goes anyway. */
  #makeRoom(maxEntries: number): void {
    const now = this.#now();
    for (const [key, { expires }] of this.#results) {
      if (now < expires && this.#results.size < maxEntries) return;
      this.#results.delete(key);
    }
  }

  /** NB: Neither engine clears a URL's result when a fetch of it fails. */
  clear(): void {}

  #covers(result: PreflightResult, query: PreflightCacheQuery): boolean {
    if (query.credentialsMode === "include" && !result.credentials) return false;
    const wildcards = this.#rules.wildcardIsOfTheRequest ? query.credentialsMode !== "include" : !result.credentials;
    if (
      !isCorsSafelistedMethod(query.method) &&
      !result.methods.has(query.method) &&
      !(wildcards && result.methods.has("*"))
    ) {
      return false;
    }
    const anyName = wildcards && result.headerNames.has("*");
    return query.unsafeNames.every(
      (name) =>
        result.headerNames.has(name) ||
        (anyName && (this.#rules.wildcardCoversAuthorization || !isCorsNonWildcardRequestHeaderName(name))),
    );
  }
}

function keyOf(query: { networkPartitionKey: string; serializedOrigin: string; url: string }): string {
  return `${query.networkPartitionKey} ${query.serializedOrigin} ${query.url}`;
}
