import type { Target } from "../target.ts";
import { apiGateway, apiGatewayRest } from "./aws/api-gateway.ts";
import { cloudfront } from "./aws/cloudfront.ts";
import { lambdaUrl } from "./aws/lambda-url.ts";
import { azureAppService } from "./azure/app-service.ts";
import { azureStorage } from "./azure/storage.ts";
import { iisHeaders } from "./iis/custom-headers.ts";
import { iis } from "./iis/index.ts";
import { nginx } from "./nginx/index.ts";
import { gcs } from "./s3/gcs.ts";
import { s3 } from "./s3/index.ts";
import { minio } from "./s3/minio.ts";
import { r2 } from "./s3/r2.ts";
import { firebase } from "./static-hosts/firebase.ts";
import { cloudflarePages, netlify } from "./static-hosts/headers-file.ts";
import { vercel } from "./static-hosts/vercel.ts";

/** The servers that policies are written for, as `concors config` takes them. */
export const targetNames = [
  "nginx",
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
