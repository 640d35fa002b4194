import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corsRoutes, PolicyError } from "../../src/index.ts";
import type { CorsRoute, Policy } from "../../src/index.ts";
import { matchesPath, parseRoutePattern, relationOf } from "../../src/policy/route-pattern.ts";
import { rows } from "../protocol/rows.ts";
import type { Row } from "../protocol/rows.ts";
import { processorTime } from "../processor-time.ts";

interface RoutesRow extends Row {
  readonly routes: readonly [string, Policy][];
  /** Which route takes a path: its index, null for none. */
  readonly takes: Readonly<Record<string, number | null | "ambiguous">>;
}

const open: Policy = { origins: "*" };
const closed: Policy = { origins: ["https://a.test"], methods: ["PUT"] };
const get = (url: string) => ({ method: "GET", url, headers: { origin: "https://a.test" } });

function issuesOf(routes: unknown): string[] {
  try {
    corsRoutes(routes as CorsRoute[]);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    return (error as PolicyError).issues.map(({ code, path }) => `${path.join(".")} ${code}`);
  }
}

describe("corsRoutes", () => {
  test.each(rows<RoutesRow>("../policy/routes.json"))("$name", ({ routes, takes }) => {
    const numbered = routes.map(([pattern, policy], index): CorsRoute => [
      pattern,
      { ...policy, exposedHeaders: [`X-${index}`] },
    ]);
    const cors = corsRoutes(numbered);
    for (const [url, route] of Object.entries(takes)) {
      const decision = cors.decide(get(url));
      const taken = decision.headers.find(([name]) => name === "Access-Control-Expose-Headers")?.[1];
      const reason = "reason" in decision ? decision.reason : undefined;
      const expected =
        typeof route === "number" ? [`X-${route}`, undefined] : [undefined, `route-${route ?? "missing"}`];
      expect([url, taken, reason]).toEqual([url, ...expected]);
      expect(cors.explain(get(url)).allowed).toBe(decision.allowed);
    }
  });

  test("a preflight is decided by the route of the method that it asks for", () => {
    const cors = corsRoutes([
      ["/items", open, { methods: ["GET"] }],
      ["/items", closed, { methods: ["PUT"] }],
    ]);
    const asking = (method: string) => ({
      method: "OPTIONS",
      url: "/items",
      headers: { origin: "https://b.test", "access-control-request-method": method },
    });
    const vary = ["Access-Control-Request-Method"];
    expect(cors.decide(asking("GET"))).toMatchObject({ allowed: true, status: 204, vary });
    expect(cors.decide(asking("HEAD"))).toMatchObject({ allowed: true });
    expect(cors.decide(asking("PUT"))).toMatchObject({ allowed: false, status: 403, vary: ["Origin", ...vary] });
    expect(cors.decide(asking("DELETE"))).toMatchObject({ allowed: false, reason: "route-missing", vary });
    expect(cors.decide({ ...asking("PUT"), method: "PUT" })).toMatchObject({ kind: "actual", vary: ["Origin"] });
  });

  test("routes that ask a function", async () => {
    const cors = corsRoutes([
      ["/a", { origins: { allows: (origin) => origin === "https://a.test" } }],
      ["/b", open],
    ]);
    expect(cors.isAsync).toBe(true);
    expect((await cors.decideAsync(get("/a"))).allowed).toBe(true);
    expect((await cors.decideAsync(get("/b"))).allowed).toBe(true);
    expect((await cors.decideAsync(get("/c"))).allowed).toBe(false);
    expect((await cors.explainAsync(get("/a"))).allowed).toBe(true);
    expect(await cors.gateAsync({ ...get("/c"), method: "POST" })).toMatchObject({ ok: false });
  });

  test.each<[name: string, routes: unknown, issues: string[]]>([
    ["no routes", [], [" routes-not-a-list"]],
    ["an object", { "/": open }, [" routes-not-a-list"]],
    ["a policy alone", [open], ["0 route-malformed"]],
    ["options that are none", [["/a", open, "GET"]], ["0.2 route-malformed"]],
    ["no slash", [["api", open]], ["0.0 route-pattern-invalid"]],
    [
      "a star in the middle",
      [
        ["/a/*/b", open],
        ["/a*", open],
        ["/:", open],
        ["/(a|b)", open],
      ],
      [
        "0.0 route-pattern-invalid",
        "1.0 route-pattern-invalid",
        "2.0 route-pattern-invalid",
        "3.0 route-pattern-invalid",
      ],
    ],
    ["issues of a policy", [["/a", { origins: [] }]], ["0.1.origins origins-missing"]],
    [
      "issues of options",
      [["/a", open, { methods: ["put"], method: [] }]],
      ["0.2.method key-unknown", "0.2.methods.0 method-not-normalized"],
    ],
    [
      "the same again",
      [
        ["/a", open],
        ["/a", closed],
      ],
      ["1.0 route-shadowed"],
    ],
    [
      "the same under another name",
      [
        ["/:a", open],
        ["/:b", closed],
      ],
      ["1.0 route-shadowed"],
    ],
    [
      "the more specific one last",
      [
        ["/a/*", open],
        ["/a/b", closed],
      ],
      ["1.0 route-shadowed"],
    ],
    [
      "all methods first",
      [
        ["/a", open],
        ["/a", closed, { methods: ["PUT"] }],
      ],
      ["1.0 route-shadowed"],
    ],
    [
      "some methods first",
      [
        ["/a", closed, { methods: ["PUT"] }],
        ["/a", open],
      ],
      ["1.0 route-overlapping"],
    ],
    [
      "across each other",
      [
        ["/:x/b", open],
        ["/a/:y", open],
      ],
      ["1.0 route-overlapping"],
    ],
    [
      "across each other, with a star",
      [
        ["/:x/b", open],
        ["/a/*", open],
      ],
      ["1.0 route-overlapping"],
    ],
    [
      "across each other, for different methods",
      [
        ["/:x/b", open, { methods: ["GET"] }],
        ["/a/:y", open, { methods: ["PUT"] }],
      ],
      [],
    ],
    [
      "side by side",
      [
        ["/a/b", open],
        ["/a/:x", open],
        ["/a/:x/c", open],
        ["/a/*", open],
        ["/*", open],
      ],
      [],
    ],
  ])("%s", (_, routes, issues) => {
    expect(issuesOf(routes)).toEqual(issues);
  });

  test("how patterns lie to each other is how their paths do", () => {
    const segment = fc.constantFrom("a", "b", ":x");
    const pattern = fc
      .tuple(fc.array(segment, { maxLength: 2 }), fc.boolean())
      .map(([segments, isOpen]) => `/${[...segments, ...(isOpen ? ["*"] : [])].join("/")}`);
    const paths = ["", "/a", "/b", "/c"].flatMap((one) =>
      ["", "/", "/a", "/b", "/c"].flatMap((two) =>
        ["", "/", "/a", "/b", "/c", "/a/b", "/c/c"].map((three) => one + two + three),
      ),
    );
    fc.assert(
      fc.property(pattern, pattern, (left, right) => {
        const [a, b] = [parseRoutePattern(left)!, parseRoutePattern(right)!];
        const both = paths.filter((path) => matchesPath(a, path) && matchesPath(b, path)).length;
        const [ofA, ofB] = [a, b].map((one) => paths.filter((path) => matchesPath(one, path)).length);
        const relation = relationOf(a, b);
        if (relation === "apart") expect(both).toBe(0);
        if (relation === "inside") expect(both).toBe(ofA);
        if (relation === "around") expect(both).toBe(ofB);
        if (relation === "same") expect([ofA, ofB]).toEqual([both, both]);
        if (relation === "crossing") expect(both).toBeGreaterThan(0);
        if (both > 0) expect(relation).not.toBe("apart");
      }),
      { numRuns: 2000 },
    );
  });

  test("no path makes it throw, or slow", () => {
    const cors = corsRoutes([
      ["/a/:b/c/*", open],
      ["/d/:b/:c/:d", closed],
    ]);
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.webPath()), (url) => void cors.decide(get(url))));
    for (const piece of ["/", "/a", "%", "%2f", "\\", "A", "."]) {
      expect(processorTime(() => cors.decide(get(`/${piece.repeat(1024 * 1024)}`)))).toBeLessThan(1000);
    }
  });
});
