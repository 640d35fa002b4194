import { checkSite, generate } from "@concors/config";
import type { Facts, LossField, Site, TargetName } from "@concors/config";
import { importSite } from "@concors/config/read";
import type { Policy } from "concors";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policyFor } from "../../src/site-cors.ts";
import { policies } from "../generated.ts";
import { plainPaths, sitesWith } from "../targets/policies.ts";
import { meaningOf } from "./meaning.ts";

/** Policies that fixed headers can say. */
const open = policies.map(({ methods, requestHeaders, exposedHeaders, maxAge }): Policy => ({
  origins: "*",
  methods,
  requestHeaders,
  exposedHeaders,
  maxAge,
}));

/** Policies whose origins every language has words for. */
const listed = open.map((policy): Policy => ({ ...policy, origins: ["https://app.test", "https://*.app.test"] }));

const exact = open.map((policy): Policy => ({ ...policy, origins: ["https://app.test", "http://localhost:3000"] }));

const facts: Facts = { upstreamSendsCors: false, allowWider: true };

const rows: readonly { readonly target: TargetName; readonly some: fc.Arbitrary<Policy>; readonly runs?: number }[] = [
  { target: "envoy", some: policies, runs: 50 },
  { target: "istio", some: policies, runs: 50 },
  { target: "gateway-api", some: fc.oneof(open, listed), runs: 200 },
  { target: "netlify", some: open },
  { target: "cloudflare-pages", some: open },
  { target: "firebase", some: open },
  { target: "vercel", some: fc.oneof(open, exact), runs: 100 },
];

/** Losses of these leave something of a policy out. */
const said: readonly LossField[] = ["origins", "credentials", "methods", "requestHeaders", "exposedHeaders", "maxAge"];

/** The policy for each path, by what it means. */
function byPath(site: Site): readonly unknown[] {
  const checked = checkSite(site);
  if (!checked.ok) throw new TypeError(checked.issues.map(({ message }) => message).join("\n"));
  return plainPaths.map((path) => [path, meaningOf(policyFor(checked.site, path) ?? "none")]);
}

describe.each(rows)("policies by path, generated for $target", ({ target, some, runs = 300 }) => {
  test("are read back as those that they were generated from, and nothing is wrong with them", () => {
    let count = 0;
    fc.assert(
      fc.property(sitesWith(some), (wanted) => {
        const { files, losses, accepts } = generate(target, wanted, facts);
        if (files.length === 0 || losses.some(({ field }) => said.includes(field))) return;
        count += 1;
        const { site, unseen, findings } = importSite(
          files.map((file) => ({ ...file, ...(file.path.endsWith(".json") && { accepts }) })),
        );
        expect({ paths: byPath(site!), unseen, findings }).toEqual({ paths: byPath(wanted), unseen: [], findings: [] });
      }),
      { numRuns: runs },
    );
    expect(count).toBeGreaterThan(5);
  }, 60_000);
});
