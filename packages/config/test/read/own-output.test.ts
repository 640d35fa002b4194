import { generate, targetNames } from "@concors/config";
import type { Facts, GeneratedFile, LossCode, Site, TargetName } from "@concors/config";
import { importSite, lintAll } from "@concors/config/read";
import type { SourceFile } from "@concors/config/read";
import type { Policy } from "concors";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policies } from "../generated.ts";
import { bare, byPath, everything, openToAll, p1, p2, rareNames, withoutJson } from "../targets/policies.ts";
import { adaptGenerated, hasCaddy } from "./adapt-caddy.ts";

/** What is read with a target's name cannot do, whatever is written, as far as lint speaks of it. */
const limits: Readonly<Record<TargetName, readonly LossCode[]>> = {
  nginx: [],
  apache: [],
  "apache-htaccess": [],
  caddy: [],
  haproxy: [],
  lighttpd: [],
  varnish: [],
  php: [],
  express: [],
  fetch: [],
  flask: [],
  django: [],
  envoy: [],
  istio: [],
  "gateway-api": [],
  "ingress-nginx": ["plain-options-answered", "target-retired", "vary-missing"],
  traefik: [],
  kong: [],
  spring: [],
  "aspnet-core": [],
  fastapi: [],
  "rack-cors": [],
  iis: [],
  "iis-headers": ["preflight-not-answered"],
  s3: ["vary-missing"],
  r2: [],
  minio: [],
  gcs: [],
  "azure-storage": ["vary-missing"],
  "azure-app-service": [],
  "api-gateway": [],
  "api-gateway-rest": [],
  "lambda-url": [],
  cloudfront: ["preflight-not-answered"],
  "cloudflare-pages": ["preflight-not-answered"],
  netlify: ["preflight-not-answered"],
  vercel: ["preflight-not-answered"],
  firebase: ["preflight-not-answered"],
};

/** With these, as many policies as can be are written. */
const facts: readonly Facts[] = [{}, { allowWider: true }, { upstreamSendsCors: false }];

const sandboxed: Policy = {
  origins: ["https://app.example.com", "null"],
  methods: ["PUT"],
  dangerously: { exposeToSandboxedPages: true },
};

const sites: readonly (Policy | Site | "none")[] = [
  p1,
  p2,
  everything,
  openToAll,
  rareNames,
  withoutJson,
  bare,
  byPath,
  sandboxed,
  "none",
  ...fc.sample(policies, { numRuns: 10, seed: 7 }),
];

/** Those that Caddy itself is asked about take a process each. */
const sitesFor = (target: TargetName): typeof sites => (target === "caddy" ? sites.slice(0, 9) : sites);

function readable(target: TargetName, files: readonly GeneratedFile[]): readonly SourceFile[] {
  if (target === "caddy") return adaptGenerated(files);
  // As Amazon's command line takes them, the rules of R2 are those of S3.
  return files.map((file) => ({ ...file, dialect: target === "r2" ? "r2" : undefined }));
}

describe("lint of what is written", () => {
  const read = targetNames.filter((target) => target !== "caddy" || hasCaddy);

  test.each(read)("for %s: no findings, and of limits those that were told as losses", (target) => {
    const seen = new Set<LossCode>();
    const written = new Set<string>();
    for (const known of facts)
      for (const site of sitesFor(target)) {
        const { files, losses } = generate(target, site, known);
        const said = files.map(({ text }) => text).join("\n");
        if (files.length === 0 || written.has(said)) continue;
        written.add(said);
        const { site: found, findings, accepted = [], limits: told = [] } = importSite(readable(target, files));
        // What is not read at all has no findings either.
        if (site !== "none") expect(JSON.stringify(found)).toContain('"origins":');
        expect(findings).toEqual([]);
        // The policy says so by name.
        if (accepted.length > 0) expect(JSON.stringify(site)).toContain('"exposeToSandboxedPages":true');
        expect(accepted.filter(({ code }) => code !== "null-allowed")).toEqual([]);
        const codes = new Set(told.map(({ code }) => code));
        const lost = new Set(losses.map(({ code }) => code).filter((code) => limits[target].includes(code)));
        expect([...codes].filter((code) => !lost.has(code))).toEqual([]);
        // Of what was left out of the policy, a file does not say that it would need preflights.
        if (site !== "none")
          expect([...lost].filter((code) => !codes.has(code) && code !== "preflight-not-answered")).toEqual([]);
        for (const code of codes) seen.add(code);
      }
    expect(written.size > 0).toBe(target !== "api-gateway-rest");
    expect([...seen].toSorted()).toEqual(limits[target]);
  });
});

test("a limit has the words of the loss", () => {
  const { files, losses } = generate("s3", p1);
  const [limit] = lintAll(files).limits;
  expect(losses.map(({ message }) => message)).toContain(limit?.message);
});
