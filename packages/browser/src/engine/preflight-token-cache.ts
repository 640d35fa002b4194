import { get } from "concors/protocol";
import type { PreflightCache, PreflightCacheKey, PreflightCacheQuery, PreflightGrant } from "./preflight-cache.ts";

interface Tokens {
  /** Method, or lower-case header name, to the time it expires. */
  readonly methods: Map<string, number>;
  readonly headerNames: Map<string, number>;
}

/** How many URLs are kept: `PREFLIGHT_CACHE_SIZE`. Beyond it, the one used longest ago goes. */
const maxEntries = 100;

/**
 * Firefox's cache (`nsPreflightCache`): for each partition, origin, URL and credentials flag, the tokens that
 * preflights listed, each with a time of its own, so that the results of several preflights add up. `*` is a token that
 * matches nothing.
 */
export class PreflightTokenCache implements PreflightCache {
  readonly #maxAge: (value: string | null) => number;
  readonly #now: () => number;
  readonly #entries: Map<string, Tokens> = new Map();

  constructor(maxAge: (value: string | null) => number, now: () => number) {
    this.#maxAge = maxAge;
    this.#now = now;
  }

  match(query: PreflightCacheQuery): boolean {
    const tokens = this.#use(keyOf(query, query.credentialsMode === "include"));
    if (tokens === undefined) return false;
    const now = this.#now();
    const holds = (map: Map<string, number>, token: string): boolean => (map.get(token) ?? 0) > now;
    const methodIsFree = query.method === "GET" || query.method === "POST";
    if (!methodIsFree && !holds(tokens.methods, query.method)) return false;
    return query.unsafeNames.every((name) => holds(tokens.headerNames, name));
  }

  store(query: PreflightCacheQuery, grant: PreflightGrant): void {
    const seconds = this.#maxAge(get(grant.headerList, "Access-Control-Max-Age"));
    if (seconds <= 0) return;
    const key = keyOf(query, query.credentialsMode === "include");
    let tokens = this.#use(key);
    if (tokens === undefined) {
      if (this.#entries.size >= maxEntries) this.#entries.delete(this.#entries.keys().next().value!);
      this.#entries.set(key, (tokens = { methods: new Map(), headerNames: new Map() }));
    }
    const expires = this.#now() + seconds * 1000;
    for (const method of grant.methods) tokens.methods.set(method, expires);
    for (const name of grant.headerNames) tokens.headerNames.set(name.toLowerCase(), expires);
  }

  /** An entry, which is the last one used from now on. */
  #use(key: string): Tokens | undefined {
    const tokens = this.#entries.get(key);
    if (tokens === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, tokens);
    return tokens;
  }

  clear(key: PreflightCacheKey): void {
    this.#entries.delete(keyOf(key, true));
    this.#entries.delete(keyOf(key, false));
  }
}

function keyOf(query: PreflightCacheKey, credentials: boolean): string {
  return `${credentials ? "cred" : "nocred"} ${query.networkPartitionKey} ${query.serializedOrigin} ${query.url}`;
}
