import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkSite, SiteError } from "../../src/index.ts";
import type { Site } from "../../src/index.ts";
import { createSiteCors } from "../../src/site-cors.ts";
import { rigFor } from "../../src/verify/index.ts";
import { judge } from "../../src/verify/judge.ts";
import { p1, p2 } from "./policies.ts";
import { runOrSkip } from "./run-or-skip.ts";
import { serve } from "./serve.ts";

/** One policy inside another, one without any, and one for a path alone. */
const site: Site = {
  routes: [
    { prefix: "/api", policy: p2 },
    { prefix: "/api/v1.0", policy: "none" },
    { prefix: "/a~b", policy: p1 },
    { exact: "/health.json", policy: p2 },
  ],
  fallback: p1,
};

const plain = [
  "api",
  "v1.0",
  "a~b",
  "health.json",
  "x",
  "ok",
  "",
  ".",
  "..",
  "...",
  "API",
  "v1x0",
  "apix",
  "Health.json",
];
const encoded = ["%61pi", "api%2Fv1.0", "api%2fv1.0", "%2e%2e", "%2E", "a%7eb", "api%20", "v1%2e0", "%e4"];
const segments = fc.constantFrom(...plain, ...encoded, "api;x", "api\\x");
const queries = fc.constantFrom("", "?", "?/api", "?a=/../api", "?%2F//");
const paths = fc
  .tuple(fc.array(segments, { minLength: 1, maxLength: 4 }), queries)
  .filter(([list]) => !climbs(list))
  .map(([list, query]) => `/${list.join("/")}${query}`);

/** What climbs out of the root is refused before anything else is read of the request, by nginx for one. */
function climbs(list: readonly string[]): boolean {
  let depth = 0;
  return list.some((segment) => {
    const name = decodeURIComponent(segment.replace("%e4", "x"));
    if (name !== "" && name !== ".") depth += name === ".." ? -1 : 1;
    return depth < 0;
  });
}

describe.each(["nginx", "haproxy", "lighttpd", "varnish"] as const)("%s, whatever a path looks like", (target) => {
  test.runIf(runOrSkip(rigFor(target)))("takes the policy that the site has for it", async () => {
    const checked = checkSite(site);
    if (!checked.ok) throw new SiteError(checked.issues);
    const cors = createSiteCors(checked.site);
    await serve(target, site, {}, async (connection) => {
      const property = fc.asyncProperty(paths, fc.constantFrom("GET", "OPTIONS"), async (path, method) => {
        const headers = method === "OPTIONS" ? [["Access-Control-Request-Method", "GET"] as const] : [];
        const one = { name: "a path", path, origin: "https://app.example.com", method, headers, raw: true } as const;
        expect(await judge(one, connection, cors)).toEqual([]);
      });
      await fc.assert(property, { numRuns: 500 });
    });
  });
});
