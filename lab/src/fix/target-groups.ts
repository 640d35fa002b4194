import type { TargetName, Tier } from "@concors/config";
import { targets } from "@concors/config";

const groupTitles = {
  server: "Web servers",
  application: "Applications",
  gateway: "Gateways and meshes",
  storage: "Storage",
  cloud: "Cloud services",
  static: "Hosts of static sites",
} as const;

type Group = keyof typeof groupTitles;

/** A new target has to be put somewhere: the compiler asks for it. */
const groups: Readonly<Record<TargetName, Group>> = {
  nginx: "server",
  apache: "server",
  "apache-htaccess": "server",
  caddy: "server",
  haproxy: "server",
  lighttpd: "server",
  varnish: "server",
  iis: "server",
  "iis-headers": "server",
  php: "application",
  express: "application",
  fetch: "application",
  flask: "application",
  django: "application",
  fastapi: "application",
  spring: "application",
  "aspnet-core": "application",
  "rack-cors": "application",
  envoy: "gateway",
  istio: "gateway",
  "gateway-api": "gateway",
  "ingress-nginx": "gateway",
  traefik: "gateway",
  kong: "gateway",
  s3: "storage",
  r2: "storage",
  minio: "storage",
  gcs: "storage",
  "azure-storage": "storage",
  "azure-app-service": "cloud",
  "api-gateway": "cloud",
  "api-gateway-rest": "cloud",
  "lambda-url": "cloud",
  cloudfront: "cloud",
  "cloudflare-pages": "static",
  netlify: "static",
  vercel: "static",
  firebase: "static",
};

export interface TargetGroup {
  readonly title: string;
  readonly targets: readonly { readonly name: TargetName; readonly title: string; readonly tier: Tier }[];
}

/** Every server that policies are written for, with its like. */
export const targetGroups: readonly TargetGroup[] = (Object.keys(groupTitles) as Group[]).map((group) => ({
  title: groupTitles[group],
  targets: targets
    .map(({ name, tier, title }) => ({ name: name as TargetName, tier, title }))
    .filter(({ name }) => groups[name] === group),
}));

/** How sure a configuration is. */
export const tierWords: Readonly<Record<Tier, string>> = {
  proven: "Proven: the tests run this server with what is generated",
  modelled: "Modelled: the tests run a model of it, made from its source or its vendor’s documents",
  "schema-checked": "Schema-checked: its syntax is right; what it does was not run",
};
