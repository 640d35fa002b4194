import { createCors } from "concors";
import type { Policy } from "concors";
import type { Header } from "concors/protocol";
import { get } from "concors/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { audit } from "../../src/audit/index.ts";
import type { AuditReport, AuditSend } from "../../src/audit/index.ts";

const url = new URL("https://api.shop.com/v1/me");
const labels = ["k7f2p9", "q4m8x3"] as const;

const pattern = fc.constantFrom(
  "https://app.shop.com",
  "https://shop.com",
  "https://www.shop.com:8443",
  "http://app.shop.com",
  "https://partner.net",
  "https://*.preview.shop.com",
  "https://*.shop.com",
  "http://localhost:3000",
  "http://localhost:*",
);

const policies: fc.Arbitrary<Policy> = fc
  .record({
    origins: fc.uniqueArray(pattern, { minLength: 1, maxLength: 4 }),
    credentials: fc.boolean(),
    methods: fc.constantFrom<readonly string[]>([], ["PUT"], ["PUT", "DELETE"]),
    requestHeaders: fc.constantFrom<readonly string[]>([], ["Content-Type"]),
  })
  .map((policy) => {
    const needsLeave = policy.credentials && policy.origins.includes("http://app.shop.com");
    return { ...policy, ...(needsLeave && { dangerously: { exposeToNetworkAttackers: true } }) } as Policy;
  });

/** A site that a policy of Concors is in force on. */
function enforcing(policy: Policy, also: (origin: string | null) => readonly Header[] | null = () => null): AuditSend {
  const { decide } = createCors(policy);
  return ({ headerList, method }) => {
    const headers = Object.fromEntries(headerList.map(([name, value]) => [name.toLowerCase(), value]));
    const decision = decide({ method, headers });
    const added: Header[] = decision.vary.length === 0 ? [] : [["Vary", decision.vary.join(", ")]];
    const own = also(get(headerList, "Origin"));
    return Promise.resolve({ status: 200, headerList: own ?? [...decision.headers, ...added], body: "" });
  };
}

function codesOf({ findings }: AuditReport): readonly string[] {
  return findings.filter(({ severity }) => severity !== "info").map(({ code }) => code);
}

describe("a policy that Concors enforces", () => {
  test("is found to be in force: there is nothing to mend", async () => {
    await fc.assert(
      fc.asyncProperty(policies, async (policy) => {
        const report = await audit(url, enforcing(policy), { labels, policy, budget: 100 });
        expect(report.findings).toEqual([]);
        expect(report.notes).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("and without knowing it, nothing is found but what it lets in widely", async () => {
    const wide = ["AUD-U1", "AUD-H1", "AUD-H2"];
    await fc.assert(
      fc.asyncProperty(policies, async (policy) => {
        const report = await audit(url, enforcing(policy), { labels });
        expect(codesOf(report).filter((code) => !wide.includes(code))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("and whoever is let in besides, of those that are asked, is found", async () => {
    const besides = fc.constantFrom(
      "null",
      "https://k7f2p9.example",
      "http://localhost",
      "https://www.shop.com",
      "https://k7f2p9.github.io",
    );
    await fc.assert(
      fc.asyncProperty(policies, besides, async (policy, besidesOrigin) => {
        fc.pre(!createCors(policy).decide({ method: "GET", headers: { origin: besidesOrigin } }).allowed);
        const granted: readonly Header[] = [
          ["Access-Control-Allow-Origin", besidesOrigin],
          ["Access-Control-Allow-Credentials", "true"],
          ["Vary", "Origin"],
        ];
        const send = enforcing(policy, (origin) => (origin === besidesOrigin ? granted : null));
        const { findings } = await audit(url, send, { labels, policy, budget: 100 });
        expect(findings.flatMap(({ origins }) => origins)).toContain(besidesOrigin);
      }),
      { numRuns: 100 },
    );
  });
});
