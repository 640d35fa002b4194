import { checkSite, generate } from "@concors/config";
import type { Facts, Generated, LossCode, LossField, TargetName } from "@concors/config";
import { importSite } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import type { Policy } from "concors";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policies } from "../generated.ts";
import { meaningOf } from "./meaning.ts";

interface Row {
  readonly target: TargetName;
  readonly facts: Facts;
}

const rows: readonly Row[] = [
  { target: "ingress-nginx", facts: { upstreamSendsCors: false } },
  { target: "gateway-api", facts: { upstreamSendsCors: false } },
  { target: "traefik", facts: {} },
  { target: "traefik", facts: { upstreamSendsCors: false } },
  { target: "istio", facts: {} },
  { target: "istio", facts: { version: "1.22.0", upstreamSendsCors: false } },
  { target: "envoy", facts: {} },
  { target: "kong", facts: {} },
  { target: "s3", facts: {} },
  { target: "gcs", facts: { allowWider: true } },
  { target: "iis", facts: { upstreamSendsCors: false } },
  { target: "iis-headers", facts: { upstreamSendsCors: false } },
  { target: "vercel", facts: {} },
  { target: "firebase", facts: {} },
  { target: "netlify", facts: {} },
  { target: "cloudflare-pages", facts: {} },
];

/** Losses of these leave something of the policy out. */
const said: readonly LossField[] = [
  ...(["origins", "credentials", "methods", "requestHeaders", "exposedHeaders", "maxAge", "routes"] as const),
];

function lossesOf(target: TargetName, facts: Facts, policy: Policy, fields: readonly LossField[]): boolean {
  if (!checkSite(policy).ok) return true;
  const { losses } = generate(target, policy, facts);
  return losses.some(({ field, code }) => fields.includes(field) && code !== "subdomain-depth-unknown");
}

/** A policy with everything of another one that the target can say; null if that is nothing. */
function sayable(target: TargetName, facts: Facts, policy: Policy): Policy | null {
  const loses = (wanted: Policy, ...fields: LossField[]): boolean => lossesOf(target, facts, wanted, fields);
  const bare = { dangerously: policy.dangerously } as const;
  const wantedOrigins = policy.origins as "*" | readonly string[];
  const candidates = [policy.credentials === true, policy.credentials !== true].map((credentials) => {
    const kept =
      wantedOrigins === "*"
        ? "*"
        : wantedOrigins.filter((origin) => {
            const alone = { ...bare, credentials, origins: [origin] } as Policy;
            return !loses(alone, "origins", "credentials");
          });
    return { kept, policy: { ...bare, credentials, origins: kept } as Policy };
  });
  candidates.push({ kept: "*", policy: { ...bare, origins: "*" } });
  const base = candidates.find((one) => one.kept.length > 0 && !loses(one.policy, "origins", "credentials"))?.policy;
  if (base === undefined) return null;
  let wanted: Policy = base;
  for (const key of ["methods", "requestHeaders", "exposedHeaders", "maxAge"] as const) {
    const more = { ...wanted, [key]: policy[key] } as Policy;
    if (!loses(more, ...said)) wanted = more;
  }
  return wanted;
}

/** What a finding says that whoever generated the file was told already. */
const told: Partial<Readonly<Record<LintCode, LossCode>>> = {
  "vary-missing": "vary-missing",
  "vary-sometimes": "vary-missing",
  "plain-options-swallowed": "plain-options-answered",
  "target-retired": "target-retired",
  "preflight-not-answered": "preflight-not-answered",
  "upstream-not-stripped": "upstream-not-stripped",
};

/** Findings of what the target could do otherwise. */
function unexpected({ losses }: Generated, policy: Policy, findings: readonly { readonly code: string }[]) {
  const codes = new Set<string | undefined>(losses.map(({ code }) => code));
  return findings.filter(({ code }) => {
    // Whoever lets sandboxed frames in, lets all of them in, and meant to.
    if (code === "null-allowed") return !(policy.origins as readonly string[]).includes("null");
    return !codes.has(told[code as LintCode]);
  });
}

describe.each(rows)("what is generated for $target $facts", ({ target, facts }) => {
  test("is read back as the policy that it was generated from, and nothing is wrong with it", () => {
    let count = 0;
    fc.assert(
      fc.property(policies, (any) => {
        const policy = sayable(target, facts, any);
        if (policy === null) return;
        count += 1;
        const generated = generate(target, policy, facts);
        const { site, unseen, findings } = importSite(generated.files);
        expect({ site: site && meaningOf(site), unseen, findings: unexpected(generated, policy, findings) }).toEqual({
          site: meaningOf(policy),
          unseen: [],
          findings: [],
        });
      }),
      { numRuns: 200 },
    );
    expect(count).toBeGreaterThan(100);
  });

  test("for nobody, lets nobody in", () => {
    const { files } = generate(target, "none", facts);
    const { site, findings } = importSite(files);
    expect({ policy: site?.fallback ?? "none", findings }).toEqual({ policy: "none", findings: [] });
  });
});
