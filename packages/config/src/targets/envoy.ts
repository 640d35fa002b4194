import { originExpression } from "../plan/origin-expression.ts";
import { allAbilities } from "../plan/abilities.ts";
import type { Abilities } from "../plan/abilities.ts";
import { isExact } from "../plan/plan.ts";
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
  routes: false,
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
 * before the filter does.
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
        where: "in the virtual host; a route that has a policy of its own forgets it",
        text: yaml({
          typed_per_filter_config: { "envoy.filters.http.cors": corsPolicy(plan.fallback) },
          response_headers_to_remove: facts.upstreamSendsCors ? plan.strip : undefined,
          response_headers_to_add: envoyVaries(plan)
            ? [{ header: { key: "Vary", value: "Origin" }, append_action: "APPEND_IF_EXISTS_OR_ADD" }]
            : undefined,
        }),
        comment: "#",
      },
    ],
    check: ["envoy --mode validate --config-path envoy.yaml"],
    losses: openOriginLosses(plan, title),
  }),
};

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

/** Any origin is answered with itself, so that answers vary whatever the policy is. */
export function envoyVaries({ fallback }: Plan): boolean {
  return fallback !== null;
}

export function openOriginLosses({ fallback }: Plan, name: string): readonly Loss[] {
  return fallback?.origins === "*" ? [loss(name, "open-origin-repeated", "vary", "cosmetic")] : [];
}
