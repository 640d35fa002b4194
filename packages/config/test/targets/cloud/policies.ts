import type { Policy } from "concors";
import type { Site, TargetName } from "../../../src/index.ts";

/** Two origins of two kinds, with everything that a policy can say. */
export const p1: Policy = {
  origins: ["https://app.example.com", "https://*.preview.example.com"],
  credentials: true,
  methods: ["GET", "POST", "PUT", "DELETE"],
  requestHeaders: ["Content-Type", "Authorization"],
  exposedHeaders: ["X-Request-Id", "ETag"],
  maxAge: 7200,
};

/** Everybody. */
export const p2: Policy = {
  origins: "*",
  methods: ["GET", "POST"],
  requestHeaders: ["Content-Type"],
  exposedHeaders: ["ETag"],
  maxAge: 86_400,
};

/** What an origin can be beside a host of the web. */
export const oddOrigins: Policy = {
  origins: [
    "https://app.example.com",
    "http://localhost:*",
    "https://*.y.test:*",
    "capacitor://localhost",
    "null",
    `https://${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(50)}.test:8443`,
  ],
  credentials: true,
  dangerously: { exposeToSandboxedPages: true },
};

/** Whatever is asked for, beside credentials. */
export const anythingAsked: Policy = {
  origins: ["https://app.example.com"],
  credentials: true,
  methods: "*",
  requestHeaders: "*",
};

/** Whatever is asked for, without credentials, where browsers do not count Authorization in. */
export const anythingAnonymous: Policy = { origins: "*", methods: "*", requestHeaders: "*", exposedHeaders: "*" };

/** One origin that needs neither credentials nor a preflight. */
export const plain: Policy = { origins: ["https://app.example.com"] };

export const patching: Policy = { origins: ["https://app.example.com"], credentials: true, methods: ["PATCH"] };

export const byPath: Site = { routes: [{ prefix: "/public", policy: p2 }], fallback: p1 };

/** CORS for one part of a site alone. */
export const onePath: Site = { routes: [{ prefix: "/public", policy: p2 }], fallback: "none" };

/** Every target of this folder. */
export const cloudTargets = [
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
] as const satisfies readonly TargetName[];

/** Those that have policies by path. */
export const withRoutes: readonly TargetName[] = ["cloudflare-pages", "firebase", "netlify", "vercel"];
