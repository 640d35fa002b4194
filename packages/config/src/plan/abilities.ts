import type { Loss } from "../loss.ts";

/** What of a policy a target can say. What it cannot is left out of the plan: narrower, never wider. */
export interface Abilities {
  /** How far `*.` goes: one or more labels, one label alone, not at all, or its documents do not say. */
  readonly subdomains: "many" | "one" | "none" | "unknown";
  /** `exact-hosts`: there is room for one `*`, so not beside subdomains. */
  readonly anyPort: boolean | "exact-hosts";
  /** Which schemes an origin may have. */
  readonly schemes: "any" | "http and https";
  /** Which hosts an origin may have; `plain`: of letters, digits, hyphens and dots. */
  readonly hosts: "any" | "no IPv6" | "plain";
  readonly nullOrigin: boolean;
  /** Whether answers can depend on the origin at all; if not, what could answer instead. */
  readonly listedOrigins: true | { readonly instead: string };
  /** How many origins there is room for. */
  readonly origins: number;
  /** How many characters an origin may have. */
  readonly longestOrigin: number;
  /** Whether paths can have policies of their own; `apart`: those of one inside another would have the headers of both. */
  readonly routes: boolean | "apart";
  /** Which paths, written otherwise than those of a route, it has a policy for, where a site lets nobody read; "" for none. */
  readonly lookalikes: string;
  /** Whether it can be told that no page may read; if not, its configuration has to be taken away. */
  readonly nobody: boolean;
  /**
   * Whether a policy may have credentials; `always`: it cannot do without, for origins that are listed; `even-any`: nor
   * for `*`, when it repeats whatever origin asks.
   */
  readonly credentials: "chosen" | "always" | "even-any" | "never";
  /**
   * Which methods can be named; with `*` among them, all can be. `not-chosen`: all are allowed, whatever is named;
   * `allowed`: these are.
   */
  readonly methods: "any" | "not-chosen" | readonly string[] | { readonly allowed: readonly string[] };
  /** Whether the method of every request has to be listed, `GET`, `HEAD` and `POST` too, which no preflight asks for. */
  readonly matchesMethods: boolean;
  /** Whether methods and headers that are asked for can be repeated, which is what `*` beside credentials needs. */
  readonly repeats: boolean | "headers";
  /** Whether request headers can be listed; `names`: but not `*`. */
  readonly requestHeaders: "listed" | "names" | "not-chosen";
  /** How many names a list of headers has room for. */
  readonly headers: number;
  /** Which names of headers can be written. */
  readonly headerNames: "any" | "no dots";
  /** Whether `*` can stand in a list of request headers, beside names. */
  readonly starBesideNames: boolean;
  /** Whether `*` covers Authorization, or may, which the standard's does not: what is asked for is repeated. */
  readonly starTakesAuthorization: boolean;
  /** `not-said`: none is exposed; `not-chosen`: what the target chooses. */
  readonly exposedHeaders: "listed" | "star-too" | "not-said" | "not-chosen";
  /** Whether one list is for the headers that a page sends and for those that it reads. */
  readonly oneListOfHeaders: boolean;
  /** Whether preflights are answered, or left to what is behind. */
  readonly preflights: boolean;
  /** In seconds; null if it cannot be said. */
  readonly longestMaxAge: number | null;
  /** In seconds. */
  readonly shortestMaxAge: number;
  /** What else is lost, whatever the policy: what the target does by itself. */
  readonly always: readonly CertainLoss[];
}

/** What a target loses by itself. */
export type CertainLoss = Pick<Loss, "code" | "field" | "effect"> & { readonly values?: readonly string[] };

/** A target that can say every policy. */
export const allAbilities: Abilities = {
  subdomains: "many",
  anyPort: true,
  schemes: "any",
  hosts: "any",
  nullOrigin: true,
  listedOrigins: true,
  origins: Number.POSITIVE_INFINITY,
  longestOrigin: Number.POSITIVE_INFINITY,
  routes: true,
  lookalikes: "",
  nobody: true,
  credentials: "chosen",
  methods: "any",
  matchesMethods: false,
  repeats: true,
  requestHeaders: "listed",
  headers: Number.POSITIVE_INFINITY,
  headerNames: "any",
  starBesideNames: true,
  starTakesAuthorization: false,
  exposedHeaders: "star-too",
  oneListOfHeaders: false,
  preflights: true,
  longestMaxAge: 86_400,
  shortestMaxAge: 0,
  always: [],
};

/** What passes for a path that is written otherwise, where paths are compared as they are. */
export const lookalikePaths = "paths in another case, with a doubled slash or percent-encoded";
