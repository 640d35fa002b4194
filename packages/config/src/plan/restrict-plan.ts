import { loss } from "../loss.ts";
import type { Loss, LossCode, LossField } from "../loss.ts";
import type { Abilities } from "./abilities.ts";
import { varies } from "./grant-headers.ts";
import { nullOrigin } from "./plan.ts";
import type { Grant, HeaderWords, OriginMatch, Plan } from "./plan.ts";
import { routesInside } from "./routes-apart.ts";

/** A plan with nothing in it that a target cannot say; null if that is not the site any more. */
export interface RestrictedPlan {
  readonly plan: Plan | null;
  readonly losses: readonly Loss[];
}

/** Leaves out of a plan what a target cannot say. */
export function restrictPlan(plan: Plan, can: Abilities, title: string, allowWider: boolean): RestrictedPlan {
  const found = new Losses(title, allowWider);
  for (const { code, field, effect, values } of can.always)
    // Where everybody gets the same, there is nothing that Vary could say.
    if (code !== "vary-missing" || plan.grants.some(varies)) found.add(code, field, effect, values);
  if (plan.routes.length > 0) restrictRoutes(plan, can, found);
  if (!can.nobody && plan.grants.length === 0)
    found.add("policy-not-said", "origins", "refused", ["no page may read; take away what is configured instead"]);
  const grants = new Map(plan.grants.map((grant) => [grant, restrictGrant(grant, can, found)]));
  const restricted = (grant: Grant | null): Grant | null => (grant === null ? null : grants.get(grant)!);
  return {
    plan: found.isRefused
      ? null
      : {
          ...plan,
          grants: [...grants.values()],
          routes: plan.routes.map((route) => ({ ...route, grant: restricted(route.grant) })),
          fallback: restricted(plan.fallback),
        },
    losses: found.all(),
  };
}

/** Losses, each said once. */
class Losses {
  readonly #losses = new Map<string, Loss>();
  readonly #title: string;
  readonly #allowWider: boolean;
  isRefused = false;

  constructor(title: string, allowWider: boolean) {
    this.#title = title;
    this.#allowWider = allowWider;
  }

  /** What would be wider is refused, unless it is asked for. */
  add(code: LossCode, field: LossField, meant: Loss["effect"], values: readonly string[] = []): void {
    const effect = meant === "wider" && !this.#allowWider ? "refused" : meant;
    if (effect === "refused") this.isRefused = true;
    const found = loss(this.#title, code, field, effect, values);
    this.#losses.set(found.message, found);
  }

  all(): readonly Loss[] {
    return [...this.#losses.values()];
  }
}

function restrictRoutes(plan: Plan, can: Abilities, found: Losses): void {
  if (can.routes === false) {
    found.add("routes-not-said", "routes", "refused");
    return;
  }
  const inside = can.routes === "apart" ? routesInside(plan).map(({ path }) => path) : [];
  if (inside.length > 0) found.add("routes-not-nested", "routes", "refused", inside);
  if (can.lookalikes !== "") found.add("lookalike-paths-taken", "routes", "wider", [can.lookalikes]);
}

function restrictGrant(grant: Grant, can: Abilities, found: Losses): Grant {
  const { origins } = grant;
  if (!can.preflights && needsPreflights(grant)) found.add("preflight-not-answered", "preflight", "narrower");
  const restricted: Grant = {
    ...grant,
    origins: origins === "*" ? "*" : restrictOrigins(origins, can, found),
    credentials: restrictCredentials(grant, can, found),
    methods: restrictMethods(grant, can, found),
    requestHeaders: restrictRequestHeaders(grant, can, found),
    exposedHeaders: restrictExposedHeaders(grant, can, found),
    maxAge: restrictMaxAge(grant, can, found),
  };
  if (can.oneListOfHeaders && !hasSameHeaders(restricted)) found.add("one-list-of-headers", "requestHeaders", "wider");
  return restricted;
}

/** Methods that a page may use without a preflight. */
const unaskedMethods: readonly string[] = ["GET", "HEAD", "POST"];

function needsPreflights({ methods, requestHeaders }: Grant): boolean {
  return methods === "*" || methods.some((name) => !unaskedMethods.includes(name)) || requestHeaders.length > 0;
}

function hasSameHeaders({ requestHeaders, exposedHeaders }: Grant): boolean {
  const sorted = (words: HeaderWords): string =>
    words === "*"
      ? words
      : words
          .map((name) => name.toLowerCase())
          .sort()
          .join();
  return sorted(requestHeaders) === sorted(exposedHeaders);
}

function restrictOrigins(origins: readonly OriginMatch[], can: Abilities, found: Losses): readonly OriginMatch[] {
  let kept = origins;
  const leaveOut = (code: LossCode, isLost: (match: OriginMatch, index: number) => boolean): void => {
    const lost = kept.filter(isLost);
    if (lost.length === 0) return;
    found.add(
      code,
      "origins",
      "narrower",
      lost.map(({ pattern }) => pattern),
    );
    kept = kept.filter((match) => !lost.includes(match));
  };
  if (can.listedOrigins !== true) {
    found.add("listed-origins-not-said", "origins", "refused", [can.listedOrigins.instead]);
    return origins;
  }
  if (!can.nullOrigin) leaveOut("null-origin-left-out", (match) => match === nullOrigin);
  if (can.schemes !== "any")
    leaveOut("schemes-left-out", (match) => match !== nullOrigin && !/^https?$/.test(match.scheme));
  leaveOut("hosts-left-out", ({ host }) => !writableHosts[can.hosts].test(host));
  if (can.subdomains === "none") leaveOut("origin-patterns-left-out", ({ subdomains }) => subdomains);
  if (can.anyPort !== true)
    leaveOut("any-port-left-out", ({ port, subdomains }) => port === "*" && (can.anyPort === false || subdomains));
  leaveOut("long-origins-left-out", ({ pattern }) => pattern.length > can.longestOrigin);
  leaveOut("many-origins", (_, index) => index >= can.origins);
  const deep = kept.filter(({ subdomains }) => subdomains).map(({ pattern }) => pattern);
  if (can.subdomains === "one" && deep.length > 0) found.add("one-label-only", "origins", "narrower", deep);
  if (can.subdomains === "unknown" && deep.length > 0)
    found.add("subdomain-depth-unknown", "origins", "narrower", deep);
  if (kept.length === 0 && origins.length > 0)
    found.add("policy-not-said", "origins", "refused", ["it can name none of the origins"]);
  return kept;
}

/** As `hosts` says; "null" has none. */
const writableHosts = { any: /^/, "no IPv6": /^[^[]*$/, plain: /^[a-z\d.-]*$/ } as const;

function restrictCredentials({ origins, credentials }: Grant, can: Abilities, found: Losses): boolean {
  if (can.credentials === "never" && credentials) {
    found.add("credentials-not-said", "credentials", "narrower");
    return false;
  }
  if (can.credentials === "even-any" && origins === "*") {
    // Not even where wider is allowed: any site could read what a user may.
    found.add("any-origin-with-credentials", "credentials", "refused");
    return true;
  }
  if ((can.credentials === "always" || can.credentials === "even-any") && !credentials && origins !== "*") {
    found.add("credentials-not-chosen", "credentials", "wider");
    return true;
  }
  return credentials;
}

const usualMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

function restrictMethods({ credentials, methods }: Grant, can: Abilities, found: Losses): HeaderWords {
  if (can.methods === "not-chosen") {
    if (methods !== "*") found.add("methods-not-chosen", "methods", "wider");
    return methods;
  }
  if (typeof can.methods === "object" && "allowed" in can.methods)
    return takeMethods(methods, can.methods.allowed, found);
  let listed = methods;
  const hasStar = can.methods === "any" || can.methods.includes("*");
  if (methods === "*" && (!hasStar || (credentials && can.repeats !== true))) {
    found.add("any-method-listed", "methods", "narrower");
    listed = usualMethods;
  }
  if (listed === "*") return listed;
  if (can.matchesMethods) listed = [...new Set([...unaskedMethods, ...listed])];
  if (can.methods === "any") return listed;
  const known = can.methods;
  const lost = listed.filter((name) => !known.includes(name));
  if (lost.length > 0) found.add("methods-left-out", "methods", "narrower", lost);
  return listed.filter((name) => known.includes(name));
}

/** What a target allows whatever is named. */
function takeMethods(methods: HeaderWords, allowed: readonly string[], found: Losses): HeaderWords {
  if (methods === "*") {
    found.add("any-method-listed", "methods", "narrower");
    return allowed;
  }
  const lost = methods.filter((name) => !allowed.includes(name));
  if (lost.length > 0) found.add("methods-left-out", "methods", "narrower", lost);
  if (allowed.some((name) => !methods.includes(name) && !unaskedMethods.includes(name)))
    found.add("methods-not-chosen", "methods", "wider");
  return allowed;
}

function restrictRequestHeaders({ credentials, requestHeaders }: Grant, can: Abilities, found: Losses): HeaderWords {
  if (can.requestHeaders === "not-chosen") {
    if (requestHeaders !== "*") found.add("headers-not-chosen", "requestHeaders", "wider");
    return requestHeaders;
  }
  if (requestHeaders !== "*" && !requestHeaders.includes("*"))
    return restrictHeaderNames("requestHeaders", requestHeaders, can, found);
  if (can.requestHeaders === "names") {
    found.add("header-star-refused", "requestHeaders", "narrower");
    return restrictHeaderNames("requestHeaders", namesBeside(requestHeaders), can, found);
  }
  if (credentials && can.repeats === false) {
    found.add("any-header-refused", "requestHeaders", "narrower");
    return [];
  }
  return credentials ? requestHeaders : restrictStar(requestHeaders, can, found);
}

/** `*` without credentials, and what stands beside it: nothing but Authorization is not covered already. */
function restrictStar(requestHeaders: HeaderWords, can: Abilities, found: Losses): HeaderWords {
  const hasAuthorization = namesBeside(requestHeaders).some((name) => name.toLowerCase() === "authorization");
  if (can.starTakesAuthorization && !hasAuthorization)
    found.add("any-header-with-authorization", "requestHeaders", "wider");
  if (!can.starBesideNames && hasAuthorization)
    found.add("names-beside-star-left-out", "requestHeaders", "narrower", ["Authorization"]);
  return can.starTakesAuthorization || !can.starBesideNames ? "*" : requestHeaders;
}

function namesBeside(words: HeaderWords): readonly string[] {
  return words === "*" ? [] : words.filter((name) => name !== "*");
}

function restrictHeaderNames(
  field: "requestHeaders" | "exposedHeaders",
  words: readonly string[],
  can: Abilities,
  found: Losses,
): HeaderWords {
  const unwritable = can.headerNames === "any" ? [] : words.filter((name) => name.includes("."));
  if (unwritable.length > 0) found.add("header-names-left-out", field, "narrower", unwritable);
  const kept = words.filter((name) => !unwritable.includes(name));
  const tooMany = kept.slice(can.headers);
  if (tooMany.length > 0) found.add("many-headers", field, "narrower", tooMany);
  return kept.slice(0, can.headers);
}

function restrictExposedHeaders({ exposedHeaders }: Grant, can: Abilities, found: Losses): HeaderWords {
  if (can.exposedHeaders === "not-chosen") {
    if (exposedHeaders !== "*") found.add("exposed-headers-not-chosen", "exposedHeaders", "wider");
    return exposedHeaders;
  }
  if (can.exposedHeaders === "not-said") {
    if (exposedHeaders.length > 0) found.add("exposed-headers-not-said", "exposedHeaders", "narrower");
    return [];
  }
  if (exposedHeaders.includes("*") && can.exposedHeaders !== "star-too") {
    found.add("exposed-star-refused", "exposedHeaders", "narrower");
    return namesBeside(exposedHeaders);
  }
  if (exposedHeaders === "*") return exposedHeaders;
  return restrictHeaderNames("exposedHeaders", exposedHeaders, can, found);
}

function restrictMaxAge({ maxAge }: Grant, can: Abilities, found: Losses): number | null {
  if (maxAge === null || can.longestMaxAge === null) {
    if (can.longestMaxAge === null && maxAge !== null) found.add("max-age-not-said", "maxAge", "cosmetic");
    return null;
  }
  if (maxAge < can.shortestMaxAge) found.add("max-age-raised", "maxAge", "cosmetic", [String(can.shortestMaxAge)]);
  if (maxAge > can.longestMaxAge) found.add("max-age-capped", "maxAge", "cosmetic", [String(can.longestMaxAge)]);
  return Math.max(can.shortestMaxAge, Math.min(maxAge, can.longestMaxAge));
}
