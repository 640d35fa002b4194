import type { Origin } from "concors/protocol";
import type { CookieStore } from "./cookies.ts";
import type { EngineName } from "./engine-name.ts";
import type { PreflightCache } from "./preflight-cache.ts";
import type { Rules } from "./rules.ts";

/** One browser: what its fetches share. */
export interface UserAgent {
  readonly engine: EngineName;
  readonly rules: Rules;
  readonly preflightCache: PreflightCache;
  /** null: no cookies at all. */
  readonly cookies: CookieStore | null;
  readonly isSameSite: (a: Origin, b: Origin) => boolean;
  /** The registrable domain of a host, private suffixes included; null for an address or a public suffix. */
  readonly registrableDomain: (host: string) => string | null;
  /** The `User-Agent` and `Accept-Language` it sends. */
  readonly headers: readonly (readonly [string, string])[];
}
