import { originExpression } from "../plan/origin-expression.ts";
import { allAbilities } from "../plan/abilities.ts";
import type { Abilities } from "../plan/abilities.ts";
import { isExact } from "../plan/plan.ts";
import { pathSteps } from "../plan/path-steps.ts";
import type { PathMatch, PathStep } from "../plan/path-steps.ts";
import type { Grant, HeaderWords, OriginMatch, Plan } from "../plan/plan.ts";
import { loss } from "../loss.ts";
import type { Loss } from "../loss.ts";
import type { Emitted, Target } from "../target.ts";
import { listOf } from "./header-words.ts";
import { someOf, yaml } from "./yaml.ts";

const title = "Envoy";

/** What the filter does by itself, here and in Istio. */
export const envoyAbilities: Abilities = {
  ...allAbilities,
  always: [
    { code: "preflight-status", field: "status", effect: "cosmetic" },
    { code: "preflight-vary-missing", field: "vary", effect: "cosmetic" },
    { code: "inert-headers", field: "preflight", effect: "cosmetic" },
    { code: "errors-missing", field: "errors", effect: "narrower" },
  ],
};

/**
 * The CORS filter first, so that it answers preflights before anybody asks for a password. It sends no `Vary` and leaves
 * what the application says: both are mended by the virtual host, whose header rules run on an application's answer
 * before the filter does. Policies by path are those of its routes, of which the first that takes a path decides.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter
 * @see https://github.com/envoyproxy/envoy/blob/001cbf1/source/extensions/filters/http/cors/cors_filter.cc
 */
export const envoy: Target = {
  name: "envoy",
  title,
  tier: "modelled",
  version: "1.38.0",
  // Since then, preflights of other origins can be kept from the application.
  oldest: "1.31.0",
  can: () => envoyAbilities,
  emit: (plan, facts): Emitted => ({
    files: [
      {
        path: `${plan.name}-http-filters.yaml`,
        where: "in http_filters of the HTTP connection manager, before every other filter",
        text: yaml([
          {
            name: "envoy.filters.http.cors",
            typed_config: { "@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors" },
          },
        ]),
        comment: "#",
      },
      {
        path: `${plan.name}-virtual-host.yaml`,
        where:
          plan.routes.length === 0
            ? "in the virtual host; a route that has a policy of its own forgets it"
            : "in the virtual host, in the place of its routes, with a cluster of your own in each",
        text: yaml({
          ...(plan.routes.length === 0 ? policyOf(plan.fallback) : { routes: pathSteps(plan).map(routeOf) }),
          response_headers_to_remove: facts.upstreamSendsCors ? plan.strip : undefined,
          ...(plan.routes.length === 0 && varyOf(plan.fallback)),
        }),
        comment: "#",
      },
    ],
    check: ["envoy --mode validate --config-path envoy.yaml"],
    losses: openOriginLosses(plan, title),
  }),
};

function routeOf({ match, grant }: PathStep): object {
  return { match: matchOf(match), route: { cluster: "api" }, ...policyOf(grant), ...varyOf(grant) };
}

/** @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto */
function matchOf(match: PathMatch): object {
  if (match.kind === "expression") return { safe_regex: { regex: match.expression } };
  if (match.kind === "exact") return { path: match.path };
  return match.path === "/" ? { prefix: "/" } : { path_separated_prefix: match.path };
}

function policyOf(grant: Grant | null): object {
  return { typed_per_filter_config: { "envoy.filters.http.cors": corsPolicy(grant) } };
}

/** Any origin is answered with itself, so that answers vary by it always. */
function varyOf(grant: Grant | null): object {
  if (grant === null) return {};
  const added = { header: { key: "Vary", value: "Origin" }, append_action: "APPEND_IF_EXISTS_OR_ADD" };
  return { response_headers_to_add: [added] };
}

function corsPolicy(grant: Grant | null): object {
  const type = { "@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy" };
  // Nobody is allowed, and preflights need not reach the application to be refused.
  if (grant === null) return { ...type, forward_not_matching_preflights: false };
  const { credentials, exposedHeaders, maxAge } = grant;
  return {
    ...type,
    allow_origin_string_match: envoyOrigins(grant).map(({ exact, regex }) =>
      regex === undefined ? { exact } : { safe_regex: { regex } },
    ),
    allow_methods: joined(listOf(grant.methods)),
    allow_headers: joined(envoyRequestHeaders(grant)),
    expose_headers: joined(listOf(exposedHeaders)),
    max_age: maxAge === null ? undefined : String(maxAge),
    allow_credentials: credentials,
    forward_not_matching_preflights: false,
  };
}

function joined(words: HeaderWords): string | undefined {
  return someOf(listOf(words))?.join(", ");
}

/** A string, or an expression that matches the whole of it. */
export type EnvoyStringMatch =
  | { readonly exact: string; readonly regex?: never }
  | { readonly regex: string; readonly exact?: never };

/** A matcher that takes `*` takes every origin. */
export function envoyOrigins({ origins }: Grant): readonly EnvoyStringMatch[] {
  if (origins === "*") return [{ exact: "*" }];
  return origins.map((match: OriginMatch) =>
    isExact(match) ? { exact: match.pattern } : { regex: originExpression(match) },
  );
}

/** `*` alone would repeat what is asked for, which without credentials is more than `*` means: twice is not alone. */
export function envoyRequestHeaders({ credentials, requestHeaders }: Grant): readonly string[] {
  const names = listOf(requestHeaders);
  return !credentials && names.length === 1 && names[0] === "*" ? ["*", "*"] : names;
}

export function openOriginLosses({ grants }: Plan, name: string): readonly Loss[] {
  return grants.some(({ origins }) => origins === "*") ? [loss(name, "open-origin-repeated", "vary", "cosmetic")] : [];
}
