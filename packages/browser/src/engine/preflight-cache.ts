import type { CredentialsMode, HeaderList } from "concors/protocol";

/** What a cache entry belongs to. */
export interface PreflightCacheKey {
  readonly networkPartitionKey: string;
  readonly serializedOrigin: string;
  readonly url: string;
  readonly credentialsMode: CredentialsMode;
}

/** What the CORS-preflight cache is asked with. */
export interface PreflightCacheQuery extends PreflightCacheKey {
  readonly method: string;
  readonly useCorsPreflight: boolean;
  /** The CORS-unsafe request-header names. */
  readonly unsafeNames: readonly string[];
}

/** What a successful preflight said. */
export interface PreflightGrant {
  readonly methods: readonly string[];
  readonly headerNames: readonly string[];
  /** The preflight response's, for its `Access-Control-Max-Age`. */
  readonly headerList: HeaderList;
}

/** A CORS-preflight cache, as the fetch algorithm uses it; engines keep different ones. */
export interface PreflightCache {
  /** Whether a preflight can be skipped. May drop entries that turn out not to be enough. */
  match(query: PreflightCacheQuery): boolean;
  store(query: PreflightCacheQuery, grant: PreflightGrant): void;
  /** The standard's "clear cache entries": after a preflighted fetch failed. */
  clear(key: PreflightCacheKey): void;
}
