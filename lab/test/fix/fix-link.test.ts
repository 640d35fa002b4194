import { generate, targetNames, upstreamKinds } from "@concors/config";
import type { Facts, Site } from "@concors/config";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyForm } from "../../src/check/check-link.ts";
import type { FixLink } from "../../src/fix/fix-link.ts";
import { readFixLink, writeFixLink } from "../../src/fix/fix-link.ts";
import { parseRoute } from "../../src/router/route.ts";

function read(fragment: string): FixLink {
  const { query, rest, view } = parseRoute(fragment);
  expect(view).toBe("fix");
  return readFixLink(rest, query);
}

const arbitraryFacts: fc.Arbitrary<Facts> = fc.record(
  {
    version: fc.constantFrom("1.22.1", "2", "none & such"),
    name: fc.constantFrom("api", "none & such"),
    upstream: fc.constantFrom(...upstreamKinds.filter((kind) => kind !== "proxy")),
    upstreamSendsCors: fc.constant(false),
    auth: fc.constant("basic" as const),
    front: fc.constant("none" as const),
    allowWider: fc.constant(true),
  },
  { requiredKeys: [] },
);

describe("an address of Fix", () => {
  test("is read back as what it was written for", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...targetNames),
        fc.option(fc.string({ unit: "grapheme" })),
        arbitraryFacts,
        fc.constantFrom(null, { ...emptyForm, url: "https://api.example.com/?a=1&b=%20#c", headers: "A: b\nC: d & e" }),
        (target, site, facts, request) => {
          const link = { target, site, facts, request };
          expect(read(writeFixLink(link))).toEqual(link);
        },
      ),
    );
  });

  test.each(targetNames)("that %s's files carry is read as the site that they were made from", (target) => {
    const site: Site = {
      routes: [{ prefix: "/public", policy: { origins: "*" } }],
      fallback: { origins: ["https://app.example.com", "https://*.a+b.example"], methods: ["PUT"] },
    };
    const { lab } = generate(target, { origins: "*", requestHeaders: ["X-A+B".replace("+", "-")] }).provenance;
    expect(JSON.parse(read(lab).site!)).toEqual({ origins: "*", requestHeaders: ["X-A-B"] });
    const whole = `#/config/${target}?site=${encodeURIComponent(JSON.stringify(site))}`;
    expect(read(whole)).toMatchObject({ target, site: JSON.stringify(site) });
  });

  test("that files carry makes the same files again, whatever was known of the server", () => {
    const facts = fc.record(
      {
        version: fc.constantFrom("1.18.0", "1.22.1"),
        name: fc.constantFrom("cors", "api"),
        upstream: fc.constantFrom(...upstreamKinds),
        upstreamSendsCors: fc.boolean(),
        auth: fc.constantFrom("none" as const, "basic" as const),
        allowWider: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(facts, (known) => {
        const { files, provenance } = generate("nginx", { origins: ["https://app.example.com"] }, known);
        const link = read(provenance.lab);
        expect(generate(link.target, JSON.parse(link.site!) as Site, link.facts).files).toEqual(files);
      }),
    );
  });

  test.each([
    ["no target", "#/fix", "nginx"],
    ["a target that there is none of", "#/config/tomcat", "nginx"],
    ["a target", "#/config/caddy", "caddy"],
  ])("with %s is read", (_name, fragment, target) => {
    expect(read(fragment)).toEqual({ target, site: null, facts: {}, request: null });
  });
});
