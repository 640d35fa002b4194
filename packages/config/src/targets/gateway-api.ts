import { allAbilities, lookalikePaths } from "../plan/abilities.ts";
import type { Grant, Plan, PlannedRoute } from "../plan/plan.ts";
import type { Emitted, Target } from "../target.ts";
import { listOf } from "./header-words.ts";
import { refused } from "./refused.ts";
import { resourceName } from "./resource-name.ts";
import { someOf, yaml } from "./yaml.ts";

/**
 * The CORS filter of an HTTPRoute, which is in the standard channel since 1.5. What it says is specified; Vary, errors and
 * what an application says are each implementation's own. Of its rules, an exact path comes before a prefix, and a longer
 * prefix before a shorter one, wherever they stand.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter
 */
export const gatewayApi: Target = {
  name: "gateway-api",
  title: "Kubernetes Gateway API",
  tier: "schema-checked",
  version: "1.5.0",
  oldest: "1.5.0",
  can: ({ upstreamSendsCors }) => ({
    ...allAbilities,
    // Expressions for paths are each implementation's own.
    lookalikes: lookalikePaths,
    anyPort: false,
    schemes: "http and https",
    nullOrigin: false,
    hosts: "plain",
    origins: 64,
    methods: ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "*"],
    headers: 64,
    starBesideNames: false,
    starTakesAuthorization: true,
    shortestMaxAge: 1,
    always: [
      {
        code: "answer-is-open",
        field: "target",
        effect: "narrower",
        values: [
          "whether there is a CORS filter (HTTPRouteCORS)",
          "errors",
          "refused preflights",
          "Vary with preflights",
        ],
      },
      { code: "preflight-status", field: "status", effect: "cosmetic" },
      // The order of filters is open too: to remove the header might be to remove the gateway's own.
      ...(upstreamSendsCors ? [{ code: "upstream-not-stripped", field: "strip", effect: "wider" } as const] : []),
    ],
  }),
  emit: (plan): Emitted => {
    const rules = rulesOf(plan);
    const counts = rules.map(({ matches = [] }) => matches.length);
    if (rules.length > 16 || counts.some((count) => count > 64) || counts.reduce((sum, count) => sum + count, 0) > 128)
      return refused(gatewayApi.title, "routes", "a route has room for 16 policies, 64 paths of each, and 128 paths");
    return {
      files: [
        {
          path: `${plan.name}-http-route.yaml`,
          where:
            plan.routes.length === 0
              ? "applied, with a gateway and a backend of your own; or its filters in each rule of your route"
              : "applied, with a gateway and backends of your own",
          text: yaml({
            apiVersion: "gateway.networking.k8s.io/v1",
            kind: "HTTPRoute",
            metadata: { name: resourceName(plan) },
            spec: { parentRefs: [{ name: "gateway" }], rules },
          }),
          comment: "#",
        },
      ],
      check: [`kubectl apply --dry-run=server -f ${plan.name}-http-route.yaml`],
    };
  },
};

interface Rule {
  readonly matches?: readonly object[] | undefined;
  readonly filters: readonly object[] | undefined;
  readonly backendRefs: readonly object[];
}

/** One for the paths of each policy, and one for all others. */
function rulesOf({ routes, fallback }: Plan): readonly Rule[] {
  const grants = [...new Set(routes.map(({ grant }) => grant))];
  return [
    ...grants.map((grant) => ruleOf(grant, routes.filter((route) => route.grant === grant).map(matchOf))),
    ruleOf(fallback),
  ];
}

function ruleOf(grant: Grant | null, matches?: readonly object[]): Rule {
  return { matches, filters: filters(grant), backendRefs: [{ name: "api", port: 80 }] };
}

function matchOf({ kind, path }: PlannedRoute): object {
  return { path: { type: kind === "exact" ? "Exact" : "PathPrefix", value: path } };
}

function filters(grant: Grant | null): readonly object[] | undefined {
  if (grant === null) return undefined;
  const { origins, credentials, methods, requestHeaders, exposedHeaders, maxAge } = grant;
  return [
    {
      type: "CORS",
      cors: {
        allowOrigins: origins === "*" ? ["*"] : origins.map(({ pattern }) => pattern),
        allowMethods: someOf(listOf(methods)),
        allowHeaders: someOf(listOf(requestHeaders)),
        exposeHeaders: someOf(listOf(exposedHeaders)),
        allowCredentials: credentials,
        maxAge: maxAge ?? undefined,
      },
    },
    // With any origin too: a gateway may answer with the origin itself.
    { type: "ResponseHeaderModifier", responseHeaderModifier: { add: [{ name: "Vary", value: "Origin" }] } },
  ];
}
