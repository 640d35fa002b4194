import type { CorsPreflightCache } from "concors/protocol";
import { get, isCorsSafelistedMethod, preflightMaxAge } from "concors/protocol";
import type { PreflightCache, PreflightCacheKey, PreflightCacheQuery, PreflightGrant } from "./preflight-cache.ts";

/** The standard's CORS-preflight cache, behind the interface that every engine's has. */
export class StandardPreflightCache implements PreflightCache {
  readonly #cache: CorsPreflightCache;

  constructor(cache: CorsPreflightCache) {
    this.#cache = cache;
  }

  /** @see https://fetch.spec.whatwg.org/#http-fetch */
  match(query: PreflightCacheQuery): boolean {
    if (
      (!isCorsSafelistedMethod(query.method) || query.useCorsPreflight) &&
      !this.#cache.methodCacheEntryMatch(query.method, query)
    ) {
      return false;
    }
    return query.unsafeNames.every((name) => this.#cache.headerNameCacheEntryMatch(name, query));
  }

  store(query: PreflightCacheQuery, { methods, headerNames, headerList }: PreflightGrant): void {
    // NB: Entries may be removed before their time. Every browser takes a negative number and +0, which the ABNF does not
    // allow and whose default would be 5, for the wish to keep nothing.
    if (/^(?:-[0-9]|[+]0+$)/.test(get(headerList, "Access-Control-Max-Age") ?? "")) return;
    this.#cache.store(query, { methods, headerNames, maxAge: preflightMaxAge(headerList) });
  }

  clear(key: PreflightCacheKey): void {
    this.#cache.clearCacheEntries(key);
  }
}
