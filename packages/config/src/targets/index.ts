import type { Target } from "../target.ts";
import { apache, apacheHtaccess } from "./apache/index.ts";
import { aspnetCore } from "./aspnet-core.ts";
import { apiGateway, apiGatewayRest } from "./aws/api-gateway.ts";
import { cloudfront } from "./aws/cloudfront.ts";
import { lambdaUrl } from "./aws/lambda-url.ts";
import { azureAppService } from "./azure/app-service.ts";
import { azureStorage } from "./azure/storage.ts";
import { caddy } from "./caddy/index.ts";
import { express, fetch } from "./concors.ts";
import { envoy } from "./envoy.ts";
import { fastapi } from "./fastapi.ts";
import { gatewayApi } from "./gateway-api.ts";
import { haproxy } from "./haproxy/index.ts";
import { iisHeaders } from "./iis/custom-headers.ts";
import { iis } from "./iis/index.ts";
import { ingressNginx } from "./ingress-nginx.ts";
import { istio } from "./istio.ts";
import { kong } from "./kong.ts";
import { lighttpd } from "./lighttpd/index.ts";
import { nginx } from "./nginx/index.ts";
import { php } from "./php.ts";
import { rackCors } from "./rack-cors.ts";
import { gcs } from "./s3/gcs.ts";
import { s3 } from "./s3/index.ts";
import { minio } from "./s3/minio.ts";
import { r2 } from "./s3/r2.ts";
import { spring } from "./spring.ts";
import { firebase } from "./static-hosts/firebase.ts";
import { cloudflarePages, netlify } from "./static-hosts/headers-file.ts";
import { vercel } from "./static-hosts/vercel.ts";
import { traefik } from "./traefik.ts";
import { varnish } from "./varnish/index.ts";
import { django, flask } from "./wsgi.ts";

/** The servers that policies are written for, as `concors config` takes them. */
export const targetNames = [
  "nginx",
  "apache",
  "apache-htaccess",
  "caddy",
  "haproxy",
  "lighttpd",
  "varnish",
  "php",
  "express",
  "fetch",
  "flask",
  "django",
  "envoy",
  "istio",
  "gateway-api",
  "ingress-nginx",
  "traefik",
  "kong",
  "spring",
  "aspnet-core",
  "fastapi",
  "rack-cors",
  "iis",
  "iis-headers",
  "s3",
  "r2",
  "minio",
  "gcs",
  "azure-storage",
  "azure-app-service",
  "api-gateway",
  "api-gateway-rest",
  "lambda-url",
  "cloudfront",
  "cloudflare-pages",
  "netlify",
  "vercel",
  "firebase",
] as const;

export type TargetName = (typeof targetNames)[number];

/** Every server that policies are written for. */
export const targets: readonly Target[] = [
  nginx,
  apache,
  apacheHtaccess,
  caddy,
  haproxy,
  lighttpd,
  varnish,
  php,
  express,
  fetch,
  flask,
  django,
  envoy,
  istio,
  gatewayApi,
  ingressNginx,
  traefik,
  kong,
  spring,
  aspnetCore,
  fastapi,
  rackCors,
  iis,
  iisHeaders,
  s3,
  r2,
  minio,
  gcs,
  azureStorage,
  azureAppService,
  apiGateway,
  apiGatewayRest,
  lambdaUrl,
  cloudfront,
  cloudflarePages,
  netlify,
  vercel,
  firebase,
];

/** @throws TypeError if there is none of that name */
export function targetNamed(name: string): Target {
  const found = targets.find((target) => target.name === name);
  if (found === undefined)
    throw new TypeError(`${JSON.stringify(name)} is no target; there are ${targetNames.join(", ")}`);
  return found;
}
