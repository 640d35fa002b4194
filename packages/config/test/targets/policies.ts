import type { Policy } from "concors";
import type { Site } from "../../src/index.ts";

/** Two origins of two kinds, with everything that a policy can say. */
export const p1: Policy = {
  origins: ["https://app.example.com", "https://*.preview.example.com"],
  methods: ["GET", "POST", "PUT", "DELETE"],
  requestHeaders: ["Content-Type", "Authorization"],
  exposedHeaders: ["X-Request-Id", "ETag"],
  credentials: true,
  maxAge: 7200,
};

/** Origins that P1 allows, and what a careless expression would take for one. */
export const p1Origins: readonly string[] = [
  "https://app.example.com",
  "https://a.preview.example.com",
  "https://a.b.preview.example.com",
  "https://preview.example.com",
  "https://evilpreview.example.com",
  "https://app.example.com.evil.test",
  "https://a.preview.example.com.evil.test",
  "https://a.preview.example.com:8443",
  "https://appxexample.com",
  "https://a.previewxexample.com",
  "http://app.example.com",
  "http://a.preview.example.com",
  "https://app.example.com:8443",
  "null",
];

/** Everybody. */
export const p2: Policy = {
  origins: "*",
  methods: ["GET", "POST"],
  requestHeaders: ["Content-Type"],
  exposedHeaders: ["ETag"],
  maxAge: 86_400,
};

/** What many targets have no words for. */
export const everything: Policy = {
  origins: [
    "https://app.example.com",
    "https://*.preview.example.com",
    "http://localhost:*",
    "https://[::1]:8080",
    "https://pull_7.example.com",
    "capacitor://localhost",
    "null",
  ],
  methods: "*",
  requestHeaders: "*",
  credentials: true,
  maxAge: 0,
  dangerously: { exposeToSandboxedPages: true },
};

/** Any origin, and whatever can be said without credentials. */
export const openToAll: Policy = { origins: "*", methods: "*", requestHeaders: "*", exposedHeaders: "*" };

/** Names beside `*`, names with dots, and methods that few know. */
export const rareNames: Policy = {
  origins: ["https://app.example.com"],
  methods: ["PATCH", "QUERY", "patch"],
  requestHeaders: ["*", "Authorization"],
  exposedHeaders: ["X.Y", "ETag"],
};

/** Headers of its own, JSON not among them. */
export const withoutJson: Policy = { origins: ["https://app.example.com"], requestHeaders: ["X-A", "X.B"] };

/** Nothing but origins. */
export const bare: Policy = { origins: ["https://app.example.com"] };

export const byPath: Site = { routes: [{ prefix: "/public", policy: p2 }], fallback: p1 };
