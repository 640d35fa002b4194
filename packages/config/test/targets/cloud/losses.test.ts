import { describe, expect, test } from "vitest";
import type { Policy } from "concors";
import { generate } from "../../../src/index.ts";
import type { Site } from "../../../src/index.ts";
import {
  anythingAnonymous,
  anythingAsked,
  byPath,
  onePath,
  cloudTargets,
  oddOrigins,
  p1,
  p2,
  patching,
  plain,
  withRoutes,
} from "./policies.ts";

type CloudTarget = (typeof cloudTargets)[number];

/** The codes of what is lost, those of what is refused with `!`, and what the target loses by itself left out. */
function lossesOf(target: CloudTarget, site: Site | Policy, byItself: boolean): readonly string[] {
  const { files, losses } = generate(target, site, { upstreamSendsCors: false });
  const marked = losses.map(({ code, effect }) => (effect === "refused" ? `!${code}` : code));
  expect(files.length === 0).toBe(marked.some((code) => code.startsWith("!")));
  // Where everybody gets the same, there is nothing that Vary could say.
  const isForAll = "origins" in site && site.origins === "*";
  const always = alwaysLost[target].filter((code) => code !== "vary-missing" || !isForAll);
  expect(marked.filter((code) => always.includes(code))).toEqual(always);
  return byItself ? marked : marked.filter((code) => !always.includes(code));
}

/** What each loses whatever the policy. */
const alwaysLost: Readonly<Record<CloudTarget, readonly string[]>> = {
  iis: ["not-documented", "not-documented"],
  "iis-headers": [],
  s3: ["preflight-status", "vary-missing", "errors-missing"],
  r2: ["preflight-status", "not-documented", "not-documented", "not-documented"],
  minio: [],
  gcs: ["preflight-status", "not-documented", "not-documented"],
  "azure-storage": ["preflight-status", "vary-missing"],
  "azure-app-service": ["not-documented", "not-documented"],
  "api-gateway": ["not-documented", "not-documented"],
  "api-gateway-rest": ["!policy-not-said"],
  "lambda-url": ["not-documented", "not-documented"],
  cloudfront: ["not-documented"],
  "cloudflare-pages": ["not-documented"],
  netlify: ["not-documented"],
  vercel: ["not-documented"],
  firebase: [],
};

type Rows = Readonly<Record<CloudTarget, readonly string[]>>;

const sameForAll = ["preflight-not-answered", "!listed-origins-not-said"];
const minio = ["!methods-not-chosen", "!headers-not-chosen", "!exposed-headers-not-chosen"];
const appService = ["!methods-not-chosen", "!headers-not-chosen"];

const rows: readonly (readonly [name: string, site: Site | Policy, Rows])[] = [
  [
    "P1",
    p1,
    {
      iis: ["subdomain-depth-unknown"],
      "iis-headers": sameForAll,
      s3: [],
      r2: ["origin-patterns-left-out", "credentials-not-said"],
      minio: [...minio, "max-age-not-said"],
      gcs: ["origin-patterns-left-out", "credentials-not-said", "!one-list-of-headers"],
      "azure-storage": ["subdomain-depth-unknown"],
      "azure-app-service": ["origin-patterns-left-out", ...appService, "exposed-headers-not-said", "max-age-not-said"],
      "api-gateway": ["origin-patterns-left-out"],
      "api-gateway-rest": ["origin-patterns-left-out"],
      "lambda-url": ["origin-patterns-left-out"],
      cloudfront: ["preflight-not-answered", "subdomain-depth-unknown"],
      "cloudflare-pages": sameForAll,
      netlify: sameForAll,
      vercel: ["preflight-not-answered", "origin-patterns-left-out"],
      firebase: sameForAll,
    },
  ],
  [
    "P2",
    p2,
    {
      iis: [],
      "iis-headers": ["preflight-not-answered"],
      s3: [],
      r2: [],
      minio: ["!any-origin-with-credentials", ...minio, "max-age-not-said"],
      gcs: ["!one-list-of-headers"],
      "azure-storage": [],
      "azure-app-service": [...appService, "exposed-headers-not-said", "max-age-not-said"],
      "api-gateway": [],
      "api-gateway-rest": [],
      "lambda-url": [],
      cloudfront: ["preflight-not-answered"],
      "cloudflare-pages": ["preflight-not-answered"],
      netlify: ["preflight-not-answered"],
      vercel: ["preflight-not-answered"],
      firebase: ["preflight-not-answered"],
    },
  ],
  [
    "capacitor://, null, any port, and a host of 243 characters",
    oddOrigins,
    {
      iis: odd("any-port-left-out"),
      "iis-headers": ["!listed-origins-not-said"],
      s3: odd("any-port-left-out"),
      r2: [
        "null-origin-left-out",
        "schemes-left-out",
        "origin-patterns-left-out",
        "any-port-left-out",
        "credentials-not-said",
      ],
      minio: ["null-origin-left-out", "schemes-left-out", ...minio],
      gcs: [
        "null-origin-left-out",
        "schemes-left-out",
        "origin-patterns-left-out",
        "any-port-left-out",
        "credentials-not-said",
      ],
      "azure-storage": [...odd("any-port-left-out"), "long-origins-left-out"],
      "azure-app-service": [...odd("origin-patterns-left-out", "any-port-left-out"), ...appService],
      "api-gateway": odd("origin-patterns-left-out", "any-port-left-out"),
      "api-gateway-rest": odd("origin-patterns-left-out", "any-port-left-out"),
      "lambda-url": odd("origin-patterns-left-out", "any-port-left-out", "long-origins-left-out"),
      cloudfront: odd("any-port-left-out"),
      "cloudflare-pages": ["!listed-origins-not-said"],
      netlify: ["!listed-origins-not-said"],
      vercel: ["origin-patterns-left-out", "any-port-left-out"],
      firebase: ["!listed-origins-not-said"],
    },
  ],
  [
    "any method and any header beside credentials",
    anythingAsked,
    {
      iis: ["any-method-listed"],
      "iis-headers": [...sameForAll, "any-method-listed", "any-header-refused"],
      s3: ["any-method-listed", "methods-left-out"],
      r2: ["credentials-not-said", "any-method-listed", "methods-left-out"],
      minio: ["any-method-listed", "!exposed-headers-not-chosen"],
      gcs: ["credentials-not-said", "header-star-refused"],
      "azure-storage": ["any-method-listed"],
      "azure-app-service": [],
      "api-gateway": ["any-method-listed", "any-header-refused"],
      "api-gateway-rest": ["any-method-listed", "any-header-refused"],
      "lambda-url": ["any-method-listed", "any-header-refused"],
      cloudfront: ["preflight-not-answered", "any-method-listed", "any-header-refused"],
      "cloudflare-pages": [...sameForAll, "any-method-listed", "any-header-refused"],
      netlify: [...sameForAll, "any-method-listed", "any-header-refused"],
      vercel: ["preflight-not-answered", "any-method-listed", "any-header-refused"],
      firebase: [...sameForAll, "any-method-listed", "any-header-refused"],
    },
  ],
  [
    "* for all lists, which leaves Authorization out",
    anythingAnonymous,
    {
      iis: [],
      "iis-headers": ["preflight-not-answered"],
      s3: ["any-method-listed", "methods-left-out", "!any-header-with-authorization", "exposed-star-refused"],
      r2: ["any-method-listed", "methods-left-out", "!any-header-with-authorization", "exposed-star-refused"],
      minio: ["!any-origin-with-credentials", "any-method-listed"],
      gcs: ["header-star-refused", "exposed-star-refused"],
      "azure-storage": ["any-method-listed", "!any-header-with-authorization"],
      "azure-app-service": ["exposed-headers-not-said"],
      "api-gateway": [],
      "api-gateway-rest": [],
      "lambda-url": [],
      cloudfront: ["preflight-not-answered", "any-method-listed"],
      "cloudflare-pages": ["preflight-not-answered"],
      netlify: ["preflight-not-answered"],
      vercel: ["preflight-not-answered"],
      firebase: ["preflight-not-answered"],
    },
  ],
  [
    "one origin without credentials",
    plain,
    {
      iis: [],
      "iis-headers": ["!listed-origins-not-said"],
      s3: ["!credentials-not-chosen"],
      r2: [],
      minio: ["!credentials-not-chosen", ...minio],
      gcs: [],
      "azure-storage": ["!credentials-not-chosen"],
      "azure-app-service": appService,
      "api-gateway": [],
      "api-gateway-rest": [],
      "lambda-url": [],
      cloudfront: [],
      "cloudflare-pages": ["!listed-origins-not-said"],
      netlify: ["!listed-origins-not-said"],
      vercel: [],
      firebase: ["!listed-origins-not-said"],
    },
  ],
  [
    "PATCH",
    patching,
    {
      iis: [],
      "iis-headers": sameForAll,
      s3: ["methods-left-out"],
      r2: ["credentials-not-said", "methods-left-out"],
      minio,
      gcs: ["credentials-not-said"],
      "azure-storage": [],
      "azure-app-service": appService,
      "api-gateway": [],
      "api-gateway-rest": [],
      "lambda-url": [],
      cloudfront: ["preflight-not-answered"],
      "cloudflare-pages": sameForAll,
      netlify: sameForAll,
      vercel: ["preflight-not-answered"],
      firebase: sameForAll,
    },
  ],
];

function odd(...codes: readonly string[]): readonly string[] {
  return ["null-origin-left-out", "schemes-left-out", ...codes];
}

describe.each(rows)("%s", (_, site, expected) => {
  test.each(cloudTargets)("%s", (target) => {
    expect(lossesOf(target, site, false)).toEqual(expected[target]);
  });
});

test.each(cloudTargets.filter((target) => !withRoutes.includes(target)))("%s refuses routes", (target) => {
  expect(lossesOf(target, byPath, true)).toContain("!routes-not-said");
});

test.each(cloudTargets.filter((target) => withRoutes.includes(target)))(
  "%s has routes, and takes what is nearly a path for one: only if that is asked for",
  (target) => {
    expect(lossesOf(target, onePath, true)).toContain("!lookalike-paths-taken");
    expect(generate(target, onePath, { allowWider: true }).files).not.toEqual([]);
  },
);

test.each(withRoutes.filter((target) => target !== "vercel"))("%s refuses a route among others' paths", (target) => {
  const inside: Site = { routes: [{ prefix: "/public/inner", policy: "none" }, ...onePath.routes!], fallback: "none" };
  const { files, losses } = generate(target, inside, { allowWider: true });
  expect(files).toEqual([]);
  expect(losses.map(({ message }) => message).join("\n")).toContain("/public/inner cannot have another policy");
});

test("netlify refuses a path that goes on after a prefix: its headers would be there twice", () => {
  const routes = [...onePath.routes!, { exact: "/public.json", policy: p2 }];
  const { files, losses } = generate("netlify", { routes, fallback: "none" }, { allowWider: true });
  expect(files).toEqual([]);
  expect(losses.map(({ message }) => message).join("\n")).toContain("/public.json would have the headers of a shorter");
});

test("vercel refuses more rules than a file has room for", () => {
  const routes = Array.from({ length: 8 }, (_, index) => ({
    prefix: `/p${index}`,
    policy: { origins: tenants(256 + index) },
  }));
  const { files, losses } = generate("vercel", { routes, fallback: "none" }, { allowWider: true });
  expect(files).toEqual([]);
  expect(losses.map(({ message }) => message).join("\n")).toContain("a file has room for 2048 rules");
});

test.each(["iis", "iis-headers", "lambda-url", "cloudfront"] as const)(
  "%s leaves what the application sends, and is refused unless it sends nothing",
  (target) => {
    const codes = (upstreamSendsCors: boolean): readonly string[] =>
      generate(target, p2, { upstreamSendsCors }).losses.flatMap(({ code, effect }) =>
        effect === "refused" ? [code] : [],
      );
    expect([codes(true), codes(false)]).toEqual([["upstream-not-stripped"], []]);
    expect(generate(target, p2, { upstream: "static" }).files).not.toEqual([]);
  },
);

const headers = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `X-Header-${index}`);
const tenants = (count: number): readonly `https://${string}`[] =>
  Array.from({ length: count }, (_, index) => `https://tenant-${index}.example.com` as const);

test.each([
  ["azure-storage", "200 headers", { ...p1, requestHeaders: headers(200) }],
  ["lambda-url", "101 headers", { ...p1, requestHeaders: headers(101) }],
  ["lambda-url", "101 headers to expose", { ...p1, exposedHeaders: headers(101) }],
  ["cloudflare-pages", "200 headers", { ...p2, requestHeaders: headers(200) }],
  ["vercel", "400 headers", { ...p2, requestHeaders: headers(400) }],
  ["s3", "2000 origins", { ...p1, origins: tenants(2000) }],
] as const)("%s has no room for %s", (target, _, policy) => {
  const { files, losses } = generate(target, policy, { upstreamSendsCors: false });
  expect(files).toEqual([]);
  expect(losses.filter(({ effect }) => effect === "refused").map(({ code }) => code)).toEqual(["policy-not-said"]);
});

test.each(["s3", "vercel", "iis", "cloudfront"] as const)("%s has room for 300 origins", (target) => {
  const { files, losses } = generate(target, { ...p1, origins: tenants(300) }, { upstreamSendsCors: false });
  expect(files[0]!.text).toContain("https://tenant-299.example.com");
  expect(losses.map(({ code }) => code)).not.toContain("many-origins");
});

test("a hundred origins are what a function URL has room for", () => {
  const { losses } = generate("lambda-url", { origins: tenants(300) }, { upstreamSendsCors: false });
  expect(losses.find(({ code }) => code === "many-origins")?.message.split(", ")).toHaveLength(200);
});

test("IIS takes no two methods that are alike but for their case", () => {
  const { losses } = generate("iis", { ...patching, methods: ["PATCH", "patch"] }, { upstreamSendsCors: false });
  expect(losses.map(({ message }) => message)).toContain(
    "IIS with the CORS module cannot name the methods patch: they are left out.",
  );
});

test("App Service has no credentials before 2018-02-01", () => {
  const { files, losses } = generate("azure-app-service", p1, { version: "2016.8.1", allowWider: true });
  expect(losses.map(({ code }) => code)).toContain("credentials-not-said");
  expect(files[0]!.text).not.toContain("supportCredentials");
});
