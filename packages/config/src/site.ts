import type { Policy } from "concors";

/**
 * What a server says about CORS: policies by path, and one for every other path. Plain data, which JSON can hold.
 *
 * The most specific route decides, wherever it stands: an exact path before a prefix, a longer prefix before a shorter
 * one. A path that servers read differently has no CORS at all: with a doubled slash, with letters or slashes percent-
 * encoded, or that is a route's but for upper and lower case.
 *
 * @example
 * const site: Site = {
 *   routes: [{ prefix: "/public", policy: { origins: "*" } }],
 *   fallback: { origins: ["https://app.example.com"], credentials: true },
 * };
 */
export interface Site {
  readonly routes?: readonly SiteRoute[] | undefined;
  /** For every path that no route takes. */
  readonly fallback: SitePolicy;
}

/** Which paths, and the policy for them. */
export type SiteRoute = PrefixRoute | ExactRoute;

/** A path and all below it: `/api` takes `/api` and `/api/items`, and not `/apix`. */
export interface PrefixRoute {
  readonly prefix: string;
  readonly policy: SitePolicy;
}

/** One path. */
export interface ExactRoute {
  readonly exact: string;
  readonly policy: SitePolicy;
}

/** A policy whose origins are listed, or `"none"`: no page of another origin may read, whatever an application says. */
export type SitePolicy = Policy | "none";

/** A site that can be generated: every policy is one that `checkPolicy` gave, and nothing in it could break a file. */
export interface CheckedSite {
  /** The most specific first. */
  readonly routes: readonly CheckedRoute[];
  readonly fallback: StaticPolicy | null;
}

export interface CheckedRoute {
  readonly kind: "exact" | "prefix";
  readonly path: string;
  readonly policy: StaticPolicy | null;
}

/** A policy that knows its origins itself. */
export type StaticPolicy = Policy & { readonly origins: "*" | readonly string[] };
