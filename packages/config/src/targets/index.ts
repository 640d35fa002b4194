import type { Target } from "../target.ts";
import { aspnetCore } from "./aspnet-core.ts";
import { envoy } from "./envoy.ts";
import { fastapi } from "./fastapi.ts";
import { gatewayApi } from "./gateway-api.ts";
import { ingressNginx } from "./ingress-nginx.ts";
import { istio } from "./istio.ts";
import { kong } from "./kong.ts";
import { nginx } from "./nginx/index.ts";
import { rackCors } from "./rack-cors.ts";
import { spring } from "./spring.ts";
import { traefik } from "./traefik.ts";

/** The servers that policies are written for, as `concors config` takes them. */
export const targetNames = [
  "nginx",
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
] as const;

export type TargetName = (typeof targetNames)[number];

/** Every server that policies are written for. */
export const targets: readonly Target[] = [
  nginx,
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
];

/** @throws TypeError if there is none of that name */
export function targetNamed(name: string): Target {
  const found = targets.find((target) => target.name === name);
  if (found === undefined)
    throw new TypeError(`${JSON.stringify(name)} is no target; there are ${targetNames.join(", ")}`);
  return found;
}
