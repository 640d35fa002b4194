import type { StaticPolicy } from "../site.ts";

/**
 * What a server has to do about CORS, with everything decided: emitters only print it.
 *
 * For every request, in this order: find the grant of its path; tell a preflight (`OPTIONS` with `Origin` and
 * `Access-Control-Request-Method`) from anything else, and answer it: 204 if the grant has the origin, 403 if not. Of
 * every answer: strip what came from behind, append `Vary`, and set the headers of the grant if it has the origin.
 */
export interface Plan {
  /** What names in the configuration begin with. */
  readonly name: string;
  /** Each policy once. */
  readonly grants: readonly Grant[];
  /** The most specific first; none if one policy is for all paths. */
  readonly routes: readonly PlannedRoute[];
  /** For every other path; null for no CORS at all. */
  readonly fallback: Grant | null;
  /** The names of the headers that only this server may set. */
  readonly strip: readonly string[];
}

export interface PlannedRoute {
  readonly kind: "exact" | "prefix";
  /** Of letters, digits, `-`, `.`, `_` and `~` between slashes. */
  readonly path: string;
  readonly grant: Grant | null;
}

/** What one policy grants. Every text in it is safe to print between quotes. */
export interface Grant {
  /** Its place among the grants, from 1 on. */
  readonly number: number;
  /** The policy itself, for what Concors carries out; whatever a target cannot say is still in it. */
  readonly policy: StaticPolicy;
  readonly origins: "*" | readonly OriginMatch[];
  readonly credentials: boolean;
  /** The methods as they are listed; `*` beside credentials means: repeat the one that is asked for. */
  readonly methods: HeaderWords;
  /** The request headers, likewise. */
  readonly requestHeaders: HeaderWords;
  /** The headers that a page may read. */
  readonly exposedHeaders: HeaderWords;
  /** In seconds; null if the policy says nothing. */
  readonly maxAge: number | null;
}

/** Names for a header, or `*`. Empty: the header is not sent. */
export type HeaderWords = "*" | readonly string[];

/** An origin, or a pattern of origins, taken apart. */
export interface OriginMatch {
  /** As the policy has it. */
  readonly pattern: string;
  readonly scheme: string;
  /** Whether one or more labels stand before the host. */
  readonly subdomains: boolean;
  /** Lower case; an IPv6 address has its brackets. */
  readonly host: string;
  /** The digits; "" for the scheme's default, "*" for any port or none. */
  readonly port: string;
}

/** The origin of sandboxed frames. */
export const nullOrigin: OriginMatch = { pattern: "null", scheme: "", subdomains: false, host: "", port: "" };

/** Whether a match is for one origin alone. */
export function isExact({ subdomains, port }: OriginMatch): boolean {
  return !subdomains && port !== "*";
}

/** How long a preflight is remembered if its answer says nothing, for targets that would say something else. */
export const assumedMaxAge = 5;
