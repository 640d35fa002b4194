/** How many requests a caller may send. Plain data, which JSON can hold. */
export interface RateLimitOptions {
  /** Requests that a caller may send at once; when they are used up, one comes back each `seconds / requests`. */
  readonly requests: number;
  /** Seconds until all of them are back. */
  readonly seconds: number;
  /**
   * Whose requests are counted together: those of an address (IPv6: of a network, /64), of a page's origin, or with one
   * API key. Who has no origin, or no key that is known, is counted by address. `"address"` if left out.
   *
   * NB: Whoever is no browser can send any origin. Count by origin where addresses are shared, and not against abuse.
   */
  readonly by?: "address" | "origin" | ApiKeys | undefined;
  /** Callers that are remembered; whoever was away for longest is forgotten first. 100,000 if left out. */
  readonly callers?: number | undefined;
}

/** Callers that name themselves. */
export interface ApiKeys {
  /** The header that a key is sent in. Name it among the proxy's `secretHeaders`, so that it is not passed on. */
  readonly header: string;
  /** Those that are known. A key that somebody made up gets him nothing. */
  readonly keys: readonly string[];
}

/** Options that have been checked, with what was left out filled in. */
export interface CheckedRateLimit {
  readonly requests: number;
  readonly seconds: number;
  /** The header's name in lower case. */
  readonly by: "address" | "origin" | ApiKeys;
  readonly callers: number;
}
