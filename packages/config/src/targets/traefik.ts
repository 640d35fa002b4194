import { allAbilities } from "../plan/abilities.ts";
import { originExpression } from "../plan/origin-expression.ts";
import { varies } from "../plan/grant-headers.ts";
import { isExact } from "../plan/plan.ts";
import type { Grant, Plan } from "../plan/plan.ts";
import type { KnownFacts } from "../facts.ts";
import type { Emitted, Target } from "../target.ts";
import { isAtLeast } from "../version.ts";
import { listOf } from "./header-words.ts";
import { resourceName } from "./resource-name.ts";
import { someOf, yaml } from "./yaml.ts";

/**
 * The Headers middleware. Custom headers are applied before those of CORS, and an empty one is a header removed.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/headers/
 * @see https://github.com/traefik/traefik/blob/fd5a576/pkg/middlewares/headers/header.go
 */
export const traefik: Target = {
  name: "traefik",
  title: "Traefik",
  tier: "modelled",
  version: "3.7.9",
  oldest: "3.0.0",
  can: ({ version }) => ({
    ...allAbilities,
    routes: false,
    // Since then, `*` beside credentials is what is asked for; before, it was sent as it is, which means nothing there.
    repeats: isAtLeast(version, "3.7.6"),
    always: [
      { code: "preflight-status", field: "status", effect: "cosmetic" },
      { code: "preflight-vary-missing", field: "vary", effect: "cosmetic" },
      { code: "inert-headers", field: "preflight", effect: "cosmetic" },
      { code: "errors-missing", field: "errors", effect: "narrower" },
    ],
  }),
  emit: (plan, facts): Emitted => {
    const headers = headersOf(plan, facts);
    const kubernetes = {
      apiVersion: "traefik.io/v1alpha1",
      kind: "Middleware",
      metadata: { name: resourceName(plan) },
      spec: { headers },
    };
    return {
      files: [
        {
          path: `${plan.name}-traefik.yaml`,
          where: `where the file provider reads; first in the middlewares of each router, as ${plan.name}@file`,
          text: yaml({ http: { middlewares: { [plan.name]: { headers } } } }),
          comment: "#",
        },
        {
          path: `${plan.name}-middleware.yaml`,
          where: "the same for Kubernetes: applied, and first in the middlewares of each route",
          text: yaml(kubernetes),
          comment: "#",
        },
      ],
      // For a file there is none: Traefik logs what it cannot read.
      check: [`kubectl apply --dry-run=server -f ${plan.name}-middleware.yaml`],
    };
  },
};

function headersOf({ fallback, strip }: Plan, { upstreamSendsCors }: KnownFacts): object {
  return {
    customResponseHeaders: upstreamSendsCors ? Object.fromEntries(strip.map((name) => [name, ""])) : undefined,
    ...(fallback !== null && corsOf(fallback)),
  };
}

function corsOf(grant: Grant): object {
  const { origins, credentials, methods, requestHeaders, exposedHeaders, maxAge } = grant;
  const exact = origins === "*" ? ["*"] : origins.filter(isExact).map(({ pattern }) => pattern);
  const patterns = origins === "*" ? [] : origins.filter((match) => !isExact(match));
  return {
    accessControlAllowOriginList: someOf(exact),
    // An expression may match anywhere, unless it says where.
    accessControlAllowOriginListRegex: someOf(patterns.map((match) => `^${originExpression(match)}$`)),
    accessControlAllowMethods: someOf(listOf(methods)),
    accessControlAllowHeaders: someOf(listOf(requestHeaders)),
    accessControlExposeHeaders: someOf(listOf(exposedHeaders)),
    accessControlAllowCredentials: credentials || undefined,
    accessControlMaxAge: maxAge ?? undefined,
    addVaryHeader: varies(grant) || undefined,
  };
}
