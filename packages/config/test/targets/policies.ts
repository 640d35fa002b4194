import type { Policy } from "concors";
import fc from "fast-check";
import { policies } from "../generated.ts";
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

/** Policies by path, one inside another. */
export const nested: Site = {
  routes: [
    { prefix: "/public", policy: p2 },
    { prefix: "/public/inner", policy: "none" },
    { exact: "/health.json", policy: p2 },
  ],
  fallback: p1,
};

/** Policies by path, of which somebody may read something. */
export function sitesWith(some: fc.Arbitrary<Policy>): fc.Arbitrary<Site> {
  const policy = fc.oneof({ weight: 4, arbitrary: some }, { weight: 1, arbitrary: fc.constant("none" as const) });
  const route = fc.record({
    kind: fc.constantFrom("prefix" as const, "exact" as const),
    path: fc.constantFrom("/a", "/a/b", "/a.json", "/c"),
    policy,
  });
  const routes = fc.uniqueArray(route, {
    minLength: 1,
    maxLength: 4,
    selector: ({ kind, path }) => `${kind} ${path}`,
  });
  return fc
    .record({ routes, fallback: policy })
    .filter(({ routes: all, fallback }) => [fallback, ...all.map((one) => one.policy)].some((one) => one !== "none"))
    .map(({ routes: all, fallback }) => ({
      routes: all.map((one) =>
        one.kind === "exact" ? { exact: one.path, policy: one.policy } : { prefix: one.path, policy: one.policy },
      ),
      fallback,
    }));
}

export const sites: fc.Arbitrary<Site> = sitesWith(policies);

/** Paths of those, and what is nearly one of them. */
export const plainPaths: readonly string[] =
  "/ /other /a /a/ /a/x /a/b /a/b/c /a/bc /ab /a.json /axjson /a.json/x /a.jsonx /c /c/a /ca".split(" ");

/** Besides, what one server takes for one of them and another does not. */
export const paths: fc.Arbitrary<string> = fc.constantFrom(
  ...plainPaths,
  ..."/A /A/x /a/B /a//b /a/%62 /a%2Fb /a%5Cb /A.json /%61/x /c/%2e. /a/b%20c //a".split(" "),
);
