import { allAbilities } from "../plan/abilities.ts";
import { assumedMaxAge } from "../plan/plan.ts";
import type { Grant } from "../plan/plan.ts";
import type { Emitted, Target } from "../target.ts";
import { allMethods, inertHeader, listOf } from "./header-words.ts";
import { yaml } from "./yaml.ts";

/**
 * Annotations of an Ingress. Whatever is left out, and whatever is not understood, is taken for a default that is wider:
 * every annotation is printed, in the letters that the controller takes.
 *
 * @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/internal/ingress/annotations/cors/main.go
 */
export const ingressNginx: Target = {
  name: "ingress-nginx",
  title: "ingress-nginx",
  tier: "schema-checked",
  version: "1.15.1",
  oldest: "1.12.0",
  can: ({ upstreamSendsCors }) => ({
    ...allAbilities,
    routes: false,
    subdomains: "one",
    anyPort: false,
    hosts: "plain",
    methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"],
    repeats: false,
    requestHeaders: "names",
    headerNames: "no dots",
    always: [
      {
        code: "target-retired",
        field: "target",
        effect: "cosmetic",
        values: ["no release and no security fix since March 2026; generate for gateway-api, and move there"],
      },
      { code: "vary-missing", field: "vary", effect: "narrower" },
      { code: "plain-options-answered", field: "preflight", effect: "narrower" },
      { code: "inert-headers", field: "preflight", effect: "cosmetic" },
      ...(upstreamSendsCors ? [{ code: "upstream-not-stripped", field: "strip", effect: "wider" } as const] : []),
    ],
  }),
  emit: ({ name, fallback }): Emitted => ({
    files: [
      {
        path: `${name}-ingress.yaml`,
        where: "in the metadata of the Ingress",
        text: yaml({ metadata: { annotations: annotations(fallback) } }),
        comment: "#",
      },
    ],
    check: [`kubectl patch ingress api --dry-run=server --patch-file ${name}-ingress.yaml`],
  }),
};

function annotations(grant: Grant | null): Readonly<Record<string, string>> {
  const prefix = "nginx.ingress.kubernetes.io";
  if (grant === null) return { [`${prefix}/enable-cors`]: "false" };
  const { origins, credentials, requestHeaders, exposedHeaders, maxAge } = grant;
  const headers = listOf(requestHeaders);
  const said = {
    "enable-cors": "true",
    "cors-allow-origin": origins === "*" ? "*" : origins.map(({ pattern }) => pattern).join(","),
    "cors-allow-methods": allMethods(grant).join(", "),
    "cors-allow-headers": (headers.length === 0 ? [inertHeader] : headers).join(", "),
    "cors-allow-credentials": String(credentials),
    "cors-max-age": String(maxAge ?? assumedMaxAge),
    ...(exposedHeaders.length > 0 && { "cors-expose-headers": listOf(exposedHeaders).join(", ") }),
  };
  return Object.fromEntries(Object.entries(said).map(([key, value]) => [`${prefix}/${key}`, value]));
}
