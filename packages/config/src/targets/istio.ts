import { pathSteps } from "../plan/path-steps.ts";
import type { PathMatch } from "../plan/path-steps.ts";
import type { Grant } from "../plan/plan.ts";
import type { Emitted, Target } from "../target.ts";
import { isAtLeast } from "../version.ts";
import { envoyAbilities, envoyOrigins, envoyRequestHeaders, openOriginLosses } from "./envoy.ts";
import { listOf } from "./header-words.ts";
import { resourceName } from "./resource-name.ts";
import { someOf, yaml } from "./yaml.ts";

const title = "Istio";

/**
 * Envoy's filter, told by a VirtualService, of whose http routes the first that takes a path decides.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export const istio: Target = {
  name: "istio",
  title,
  tier: "modelled",
  version: "1.27.0",
  // `networking.istio.io/v1` came with 1.22.
  oldest: "1.22.0",
  can: ({ version }) => ({
    ...envoyAbilities,
    shortestMaxAge: 1,
    always: ignoresUnmatched(version)
      ? envoyAbilities.always
      : [...envoyAbilities.always, { code: "refused-preflight-passed", field: "preflight", effect: "cosmetic" }],
  }),
  emit: (plan, facts): Emitted => ({
    files: [
      {
        path: `${plan.name}-virtual-service.yaml`,
        where:
          plan.routes.length === 0
            ? "applied, with hosts and destination of your own; or its corsPolicy and headers in each http route"
            : "applied, with hosts and destinations of your own",
        text: yaml({
          apiVersion: "networking.istio.io/v1",
          kind: "VirtualService",
          metadata: { name: resourceName(plan) },
          spec: {
            hosts: ["api"],
            http: pathSteps(plan).map(({ match, grant }) => ({
              match: plan.routes.length === 0 ? undefined : matchesOf(match),
              corsPolicy: corsPolicy(grant, facts.version, plan.routes.length > 0),
              headers: {
                response: {
                  remove: facts.upstreamSendsCors ? plan.strip : undefined,
                  // Any origin is answered with itself, so that answers vary by it always.
                  add: grant === null ? undefined : { Vary: "Origin" },
                },
              },
              route: [{ destination: { host: "api" } }],
            })),
          },
        }),
        comment: "#",
      },
    ],
    check: [`istioctl validate -f ${plan.name}-virtual-service.yaml`],
    losses: openOriginLosses(plan, title),
  }),
};

/** Since then, preflights of other origins can be kept from the application. */
function ignoresUnmatched(version: string): boolean {
  return isAtLeast(version, "1.24.0");
}

/**
 * Prefixes are of characters, not of segments.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
function matchesOf(match: PathMatch): readonly object[] | undefined {
  if (match.kind === "expression") return [{ uri: { regex: match.expression } }];
  if (match.kind === "exact") return [{ uri: { exact: match.path } }];
  if (match.path === "/") return undefined;
  return [{ uri: { exact: match.path } }, { uri: { prefix: `${match.path}/` } }];
}

/** @param isSaid whether it is said that nobody may read, among routes that let somebody */
function corsPolicy(grant: Grant | null, version: string, isSaid: boolean): object | undefined {
  const unmatchedPreflights = ignoresUnmatched(version) ? "IGNORE" : undefined;
  if (grant === null) return isSaid ? { allowOrigins: [], unmatchedPreflights } : undefined;
  const { credentials, exposedHeaders, maxAge, methods } = grant;
  return {
    allowOrigins: envoyOrigins(grant),
    allowMethods: someOf(listOf(methods)),
    allowHeaders: someOf(envoyRequestHeaders(grant)),
    exposeHeaders: someOf(listOf(exposedHeaders)),
    maxAge: maxAge === null ? undefined : `${maxAge}s`,
    allowCredentials: credentials,
    unmatchedPreflights,
  };
}
