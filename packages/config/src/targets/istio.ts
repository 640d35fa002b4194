import type { Grant } from "../plan/plan.ts";
import type { Emitted, Target } from "../target.ts";
import { isAtLeast } from "../version.ts";
import { envoyAbilities, envoyOrigins, envoyRequestHeaders, envoyVaries, openOriginLosses } from "./envoy.ts";
import { listOf } from "./header-words.ts";
import { resourceName } from "./resource-name.ts";
import { someOf, yaml } from "./yaml.ts";

const title = "Istio";

/**
 * Envoy's filter, told by a VirtualService.
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
        where: "applied, with hosts and destination of your own; or its corsPolicy and headers in each http route",
        text: yaml({
          apiVersion: "networking.istio.io/v1",
          kind: "VirtualService",
          metadata: { name: resourceName(plan) },
          spec: {
            hosts: ["api"],
            http: [
              {
                corsPolicy: corsPolicy(plan.fallback, facts.version),
                headers: {
                  response: {
                    remove: facts.upstreamSendsCors ? plan.strip : undefined,
                    add: envoyVaries(plan) ? { Vary: "Origin" } : undefined,
                  },
                },
                route: [{ destination: { host: "api" } }],
              },
            ],
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

function corsPolicy(grant: Grant | null, version: string): object | undefined {
  if (grant === null) return undefined;
  const { credentials, exposedHeaders, maxAge, methods } = grant;
  return {
    allowOrigins: envoyOrigins(grant),
    allowMethods: someOf(listOf(methods)),
    allowHeaders: someOf(envoyRequestHeaders(grant)),
    exposeHeaders: someOf(listOf(exposedHeaders)),
    maxAge: maxAge === null ? undefined : `${maxAge}s`,
    allowCredentials: credentials,
    unmatchedPreflights: ignoresUnmatched(version) ? "IGNORE" : undefined,
  };
}
