import type { Loss } from "../loss.ts";

/** What of a policy a target can say. What it cannot is left out of the plan: narrower, never wider. */
export interface Abilities {
  /** How far `*.` goes: one or more labels, one label alone, or not at all. */
  readonly subdomains: "many" | "one" | "none";
  readonly anyPort: boolean;
  /** Which schemes an origin may have. */
  readonly schemes: "any" | "http and https";
  /** Which hosts an origin may have; `plain`: of letters, digits, hyphens and dots. */
  readonly hosts: "any" | "no IPv6" | "plain";
  readonly nullOrigin: boolean;
  /** How many origins there is room for. */
  readonly origins: number;
  /** Whether paths can have policies of their own. */
  readonly routes: boolean;
  /** Whether a policy may have credentials; `always`: it cannot do without, for origins that are listed. */
  readonly credentials: "chosen" | "always" | "never";
  /** Which methods can be named, `*` among them or not; `not-chosen`: all are allowed, whatever is named. */
  readonly methods: "any" | "not-chosen" | readonly string[];
  /** Whether methods and headers that are asked for can be repeated, which is what `*` beside credentials needs. */
  readonly repeats: boolean;
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
  readonly exposedHeaders: "listed" | "star-too";
  /** In seconds; null if it cannot be said. */
  readonly longestMaxAge: number | null;
  /** In seconds. */
  readonly shortestMaxAge: number;
  /** What else is lost, whatever the policy: what the target does by itself. */
  readonly always: readonly CertainLoss[];
}

/** What is lost whatever the policy. */
interface CertainLoss extends Pick<Loss, "code" | "field" | "effect"> {
  /** What the words of the loss name. */
  readonly values?: readonly string[];
}

/** A target that can say every policy. */
export const allAbilities: Abilities = {
  subdomains: "many",
  anyPort: true,
  schemes: "any",
  hosts: "any",
  nullOrigin: true,
  origins: Number.POSITIVE_INFINITY,
  routes: true,
  credentials: "chosen",
  methods: "any",
  repeats: true,
  requestHeaders: "listed",
  headers: Number.POSITIVE_INFINITY,
  headerNames: "any",
  starBesideNames: true,
  starTakesAuthorization: false,
  exposedHeaders: "star-too",
  longestMaxAge: 86_400,
  shortestMaxAge: 0,
  always: [],
};
