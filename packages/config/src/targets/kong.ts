import type { KnownFacts } from "../facts.ts";
import { allAbilities } from "../plan/abilities.ts";
import { originExpression } from "../plan/origin-expression.ts";
import { isExact } from "../plan/plan.ts";
import type { Grant, OriginMatch, Plan } from "../plan/plan.ts";
import type { Emitted, Target } from "../target.ts";
import { allMethods, inertHeader, listOf } from "./header-words.ts";
import { someOf, yaml } from "./yaml.ts";

/**
 * The cors plugin, as a declarative configuration has it. It replaces or removes an application's
 * `Access-Control-Allow-Origin` and leaves the other headers, which response-transformer, that runs later, removes.
 *
 * @see https://developer.konghq.com/plugins/cors/reference/
 * @see https://github.com/Kong/kong/blob/3.9.3/kong/plugins/cors/handler.lua
 */
export const kong: Target = {
  name: "kong",
  title: "Kong",
  tier: "modelled",
  version: "3.9.3",
  oldest: "3.5.0",
  can: () => ({
    ...allAbilities,
    routes: false,
    // It takes the brackets off.
    hosts: "no IPv6",
    methods: ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"],
    always: [
      { code: "preflight-status", field: "status", effect: "cosmetic" },
      { code: "inert-headers", field: "preflight", effect: "cosmetic" },
    ],
  }),
  emit: (plan, facts): Emitted => ({
    files: [
      {
        path: `${plan.name}-kong.yaml`,
        where: "among the plugins of the declarative configuration; or the plugins in a service or a route",
        text: yaml({ _format_version: "3.0", plugins: plugins(plan, facts) }),
        comment: "#",
      },
    ],
    check: [`kong config parse ${plan.name}-kong.yaml`],
  }),
};

function plugins({ fallback, strip }: Plan, { upstreamSendsCors }: KnownFacts): readonly object[] {
  const sent = fallback === null ? [] : sentHeaders(fallback);
  const foreign = upstreamSendsCors ? strip.filter((name) => !sent.includes(name)) : [];
  return [
    ...(fallback === null ? [] : [{ name: "cors", config: configOf(fallback) }]),
    ...(foreign.length === 0 ? [] : [{ name: "response-transformer", config: { remove: { headers: foreign } } }]),
  ];
}

/** What the plugin sets itself, with preflights or with every answer: it must not be removed afterwards. */
function sentHeaders({ credentials, exposedHeaders, maxAge }: Grant): readonly string[] {
  return [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    ...(credentials ? ["Access-Control-Allow-Credentials"] : []),
    ...(exposedHeaders.length > 0 ? ["Access-Control-Expose-Headers"] : []),
    ...(maxAge === null ? [] : ["Access-Control-Max-Age"]),
  ];
}

function configOf(grant: Grant): object {
  const { origins, credentials, exposedHeaders, maxAge } = grant;
  return {
    origins: origins === "*" ? ["*"] : origins.map(originEntry),
    methods: allMethods(grant),
    headers: requestHeadersOf(grant),
    exposed_headers: someOf(listOf(exposedHeaders)),
    credentials,
    max_age: maxAge ?? undefined,
    preflight_continue: false,
  };
}

/** Without a list, what is asked for is repeated: so be it beside credentials. */
function requestHeadersOf({ credentials, requestHeaders }: Grant): readonly string[] | undefined {
  if (credentials && requestHeaders.includes("*")) return undefined;
  return requestHeaders.length === 0 ? [inertHeader] : listOf(requestHeaders);
}

/** What it compares; anything else is a regular expression, which it anchors itself. */
const comparable = /^[A-Za-z0-9.:/-]+$/;

function originEntry(match: OriginMatch): string {
  return isExact(match) && comparable.test(match.pattern) ? match.pattern : `^${originExpression(match)}$`;
}
