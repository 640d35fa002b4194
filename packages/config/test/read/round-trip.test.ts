import { generate, targets } from "@concors/config";
import type { Facts, Site, TargetName } from "@concors/config";
import { importSite, lint } from "@concors/config/read";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitrarySite, normalized } from "./arbitrary-site.ts";

/** Languages that are read here and can say every policy, each with what is known of a server. */
const readable: readonly { readonly name: string; readonly facts: Facts }[] = [
  { name: "nginx", facts: {} },
  { name: "nginx", facts: { version: "1.29.3", upstream: "fastcgi" } },
  { name: "nginx", facts: { upstream: "static", name: "api" } },
  { name: "apache", facts: {} },
  { name: "apache-htaccess", facts: {} },
  { name: "haproxy", facts: {} },
  { name: "haproxy", facts: { upstreamSendsCors: false, name: "api" } },
];

const rows = readable.flatMap(({ name, facts }) =>
  targets.some((target) => target.name === name) ? [{ target: name as TargetName, facts }] : [],
);

const p1: Site = {
  fallback: {
    origins: ["https://app.example.com", "https://*.preview.example.com"],
    credentials: true,
    methods: ["GET", "POST", "PUT", "DELETE"],
    requestHeaders: ["Content-Type", "Authorization"],
    exposedHeaders: ["X-Request-Id", "ETag"],
    maxAge: 7200,
  },
};

describe.each(rows)("what is generated for $target $facts", ({ target, facts }) => {
  test("is read back as the policy that it was generated from", () => {
    const { site, unseen, findings } = importSite(generate(target, p1, facts).files);
    expect({ site: site && normalized(site), unseen, findings }).toEqual({
      site: normalized(p1),
      unseen: [],
      findings: [],
    });
  });

  test("is the same site again, whatever the site, and nothing is wrong with it", () => {
    fc.assert(
      fc.property(arbitrarySite, (wanted) => {
        const { files } = generate(target, wanted, facts);
        const { site, unseen } = importSite(files);
        expect(unseen).toEqual([]);
        // A site that allows nobody says nothing.
        if (site === null) expect(says(wanted)).toBe(false);
        else expect(normalized(site)).toEqual(normalized(wanted));
        // The one danger that a file shows: whoever lets sandboxed frames in, lets all of them in.
        const findings = lint(files).filter(({ code }) => code !== "null-allowed");
        expect(findings).toEqual([]);
        if (findings.length < lint(files).length) expect(JSON.stringify(wanted)).toContain("exposeToSandboxedPages");
      }),
      { numRuns: 100 },
    );
  });
});

function says({ routes = [], fallback }: Site): boolean {
  return routes.length > 0 || fallback !== "none";
}
