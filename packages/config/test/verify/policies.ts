import type { Policy } from "concors";
import type { Site } from "../../src/index.ts";

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

/** Every kind of origin, and whatever is asked for. */
export const everyKind: Policy = {
  origins: [
    "https://app.example.com",
    "http://localhost:*",
    "https://*.x.example.org:8443",
    "https://[::1]:8080",
    "https://192.0.2.7",
    "capacitor://localhost",
    "https://*.y.test:*",
    "null",
  ],
  credentials: true,
  methods: "*",
  requestHeaders: "*",
  dangerously: { exposeToSandboxedPages: true },
};

/** Three hundred origins. */
export const manyOrigins: Policy = {
  origins: Array.from({ length: 300 }, (_, index) => `https://tenant-${index}.example.com` as const),
  credentials: true,
  methods: ["PUT"],
};

/** Policies by path, one inside another, and paths that have none. */
export const byPath: Site = {
  routes: [
    { prefix: "/public", policy: p2 },
    { exact: "/health.json", policy: "none" },
    { prefix: "/public/inner", policy: everyKind },
    {
      prefix: "/open",
      policy: { origins: "*", methods: "*", requestHeaders: ["*", "Authorization"], exposedHeaders: "*" },
    },
  ],
  fallback: p1,
};

/** One policy for a path, and another for the rest. */
export const twoPolicies: Site = { routes: [{ prefix: "/public", policy: p2 }], fallback: p1 };

/** CORS for one part of a server alone. */
export const onePath: Site = { routes: [{ prefix: "/api", policy: p1 }], fallback: "none" };
