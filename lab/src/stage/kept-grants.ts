import type { Rules, UserAgent } from "@concors/browser/engine";

type PreflightCache = UserAgent["preflightCache"];
type PreflightCacheQuery = Parameters<PreflightCache["store"]>[0];
type PreflightGrant = Parameters<PreflightCache["store"]>[1];

/** What a preflight granted, as long as a browser keeps it. */
export interface KeptGrant {
  readonly url: string;
  readonly methods: readonly string[];
  readonly headerNames: readonly string[];
  /** Given to a request that includes credentials. */
  readonly credentials: boolean;
  /** How long it is kept in all, and from now on. */
  readonly seconds: number;
  readonly remaining: number;
}

interface Stored {
  readonly query: PreflightCacheQuery;
  readonly grant: PreflightGrant;
  readonly seconds: number;
  readonly at: number;
}

/** An engine's CORS-preflight cache, and what it keeps at the moment. */
export function keepingGrants(
  rules: Rules,
  now: () => number,
): { readonly cache: PreflightCache; readonly kept: () => readonly KeptGrant[] } {
  const inner = rules.createPreflightCache(now);
  const stored: Stored[] = [];
  const cache: PreflightCache = {
    match: (query) => inner.match(query),
    clear: (key) => inner.clear(key),
    store(query, grant) {
      inner.store(query, grant);
      stored.push({ query: { ...query }, grant, seconds: lifetime(rules, query, grant), at: now() });
    },
  };
  return {
    cache,
    kept: () =>
      stored.flatMap(({ at, grant, query, seconds }): KeptGrant[] => {
        const remaining = seconds - (now() - at) / 1000;
        if (seconds === 0 || remaining <= 0 || !inner.match(query)) return [];
        const { headerNames, methods } = grant;
        const credentials = query.credentialsMode === "include";
        return [{ url: query.url, methods, headerNames, credentials, seconds, remaining }];
      }),
  };
}

/** No browser keeps a grant for longer than ten years. */
const longest = 315_360_000;

/**
 * How many seconds an engine keeps a grant: each reads `Access-Control-Max-Age` in a way of its own, and has a limit of its
 * own, so its own cache is asked, at one time and another.
 */
function lifetime(rules: Rules, query: PreflightCacheQuery, grant: PreflightGrant): number {
  const isKeptAfter = (seconds: number): boolean => {
    let now = 0;
    const cache = rules.createPreflightCache(() => now);
    cache.store(query, grant);
    now = seconds * 1000 - 1;
    return cache.match(query);
  };
  if (!isKeptAfter(1)) return 0;
  let kept = 1;
  let gone = longest + 1;
  while (gone - kept > 1) {
    const middle = Math.floor((kept + gone) / 2);
    if (isKeptAfter(middle)) kept = middle;
    else gone = middle;
  }
  return kept;
}
