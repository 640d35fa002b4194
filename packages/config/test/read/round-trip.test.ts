import { generate } from "@concors/config";
import type { Facts, GeneratedFile, Site, TargetName } from "@concors/config";
import { importSite, lintAll } from "@concors/config/read";
import type { SourceFile } from "@concors/config/read";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adaptGenerated, hasCaddy } from "./adapt-caddy.ts";
import { sitesOf } from "../generated.ts";
import { arbitrarySite, normalized } from "./arbitrary-site.ts";

interface Row {
  readonly target: TargetName;
  readonly facts: Facts;
  /** What is read is what the server's own program makes of the files. */
  readonly adapt?: (files: readonly GeneratedFile[]) => readonly SourceFile[];
  readonly runs?: number;
}

/** Languages that are read here and can say every policy, each with what is known of a server. */
const rows: readonly Row[] = [
  { target: "nginx", facts: {} },
  { target: "nginx", facts: { version: "1.29.3", upstream: "fastcgi" } },
  { target: "nginx", facts: { upstream: "static", name: "api" } },
  { target: "apache", facts: {} },
  { target: "apache-htaccess", facts: {} },
  { target: "express", facts: {} },
  { target: "fetch", facts: {} },
  { target: "haproxy", facts: {} },
  { target: "haproxy", facts: { upstreamSendsCors: false, name: "api" } },
  { target: "varnish", facts: {} },
  { target: "varnish", facts: { version: "8.0", upstreamSendsCors: false, name: "api" } },
  { target: "lighttpd", facts: {} },
  { target: "php", facts: {} },
  { target: "flask", facts: {} },
  { target: "django", facts: { name: "api" } },
  { target: "fastapi", facts: {} },
  ...(hasCaddy
    ? ([
        { target: "caddy", facts: {}, adapt: adaptGenerated, runs: 30 },
        { target: "caddy", facts: { upstream: "static", name: "api" }, adapt: adaptGenerated, runs: 30 },
      ] as const)
    : []),
];

/** Parts of a policy, and not of what comes beside it. */
const said: ReadonlySet<string> = new Set([
  "origins",
  "credentials",
  "methods",
  "requestHeaders",
  "exposedHeaders",
  "maxAge",
  "routes",
]);

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

describe.each(rows)(
  "what is generated for $target $facts",
  ({ target, facts, adapt = (files) => files, runs = 50 }) => {
    test("is read back as the policy that it was generated from", () => {
      const { site, unseen, findings } = importSite(adapt(generate(target, p1, facts).files));
      expect({ site: site && normalized(site), unseen, findings }).toEqual({
        site: normalized(p1),
        unseen: [],
        findings: [],
      });
    });

    test("is the same site again, whatever the site, and nothing is wrong with it", { timeout: 120_000 }, () => {
      const canSay = (wanted: Site): boolean =>
        generate(target, wanted, facts).losses.every(({ effect, field }) => effect === "cosmetic" || !said.has(field));
      fc.assert(
        fc.property(arbitrarySite.filter(canSay), (wanted) => {
          const files = adapt(generate(target, wanted, facts).files);
          const { site, unseen } = importSite(files);
          expect(unseen).toEqual([]);
          // A site that allows nobody says nothing.
          if (site === null) expect(says(wanted)).toBe(false);
          else expect(normalized(site)).toEqual(normalized(wanted));
          // The one danger that a file shows: whoever lets sandboxed frames in, lets all of them in.
          const { findings, accepted } = lintAll(files);
          expect(findings).toEqual([]);
          expect(accepted.filter(({ code }) => code !== "null-allowed")).toEqual([]);
          if (accepted.length > 0) expect(JSON.stringify(wanted)).toContain("exposeToSandboxedPages");
        }),
        { numRuns: runs },
      );
    });
  },
);

/** Sites of every kind of policy, with hosts that are so alike that one could be taken for another. */
describe.each(rows)("what is generated for $target $facts, of the policies that all targets are tried with", (row) => {
  const { target, facts, adapt = (files) => files, runs = 60 } = row;
  const sites = sitesOf(runs, 2, 4);

  test("is the same site again, and nothing is wrong with it", () => {
    for (const wanted of sites.flatMap((site) => [site, { fallback: site.fallback }])) {
      const { files, losses } = generate(target, wanted, facts);
      if (!losses.every(({ effect, field }) => effect === "cosmetic" || !said.has(field))) continue;
      const { site, unseen, findings } = importSite(adapt(files));
      expect({ site: withoutDangers(site!), unseen }).toEqual({ site: withoutDangers(wanted), unseen: [] });
      expect(findings).toEqual([]);
    }
  });
});

/** These policies are allowed more dangers than they have. */
function withoutDangers(site: Site): unknown {
  return JSON.parse(
    JSON.stringify(normalized(site), (key, value: unknown) => (key === "dangerously" ? undefined : value)),
  );
}

function says({ routes = [], fallback }: Site): boolean {
  return routes.length > 0 || fallback !== "none";
}
