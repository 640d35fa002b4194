import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkPolicy, createCors, PolicyError } from "../../src/index.ts";
import type { Issue, Policy } from "../../src/index.ts";
import { canonicalOriginPattern } from "../../src/policy/canonical-origin.ts";
import { originSet } from "../../src/policy/origin-set.ts";
import { parseOriginPattern, printOriginPattern } from "../../src/policy/origin-pattern.ts";
import { rows } from "../protocol/rows.ts";
import type { Row } from "../protocol/rows.ts";
import { patterns } from "./generated.ts";

interface Found {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly fix?: unknown;
}

interface IssuesRow extends Row {
  readonly policy: unknown;
  readonly issues: readonly Found[];
  readonly warnings?: readonly Found[];
}

interface PatternRow extends Row {
  readonly pattern: string;
  readonly matches: readonly string[];
  readonly not: readonly string[];
}

function found({ code, path, fix }: Issue): Found {
  return fix === undefined ? { code, path } : { code, path, fix };
}

describe("checkPolicy", () => {
  test.each(rows<IssuesRow>("../policy/issues.json"))("$name", ({ policy, issues, warnings = [] }) => {
    const checked = checkPolicy(policy);
    expect(checked.ok ? [] : checked.issues.map(found)).toEqual(issues);
    expect(checked.warnings.map(found)).toEqual(warnings);
  });

  test("what is wrong is told in one error, each on its line, with the way out", () => {
    const create = (): unknown => createCors({ origins: ["https://b.test", "https://a.test/"], maxAge: -5 });
    expect(create).toThrow(PolicyError);
    expect(create).toThrow(
      [
        `origins.1 "https://a.test/" has a trailing slash; an origin has no path: "https://a.test"`,
        `             maxAge -5 is negative; use 0 to turn preflight caching off`,
      ].join("\n"),
    );
  });

  test("an error tells twenty issues, and holds all", () => {
    const origins = Array.from({ length: 1000 }, (_, index) => `https://a${index}.test/`) as `https://${string}`[];
    try {
      createCors({ origins });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(PolicyError);
      expect((error as PolicyError).issues).toHaveLength(1000);
      expect((error as PolicyError).message).toMatch(/… and 980 more$/);
    }
  });

  test.each([undefined, 1, "*", () => true, /a/, Symbol("policy"), 10n, new Map()])("%o is no policy", (value) => {
    expect(checkPolicy(value).ok).toBe(false);
  });

  test.each([/\.example\.com$/, () => true, Number.NaN, 10n, Symbol("origin")])("%o names no origins", (origins) => {
    const checked = checkPolicy({ origins });
    expect(checked.ok).toBe(false);
    const inList = checkPolicy({ origins: [origins] });
    expect(inList.ok ? [] : inList.issues.map(({ code }) => code)).toEqual(["origin-not-a-string"]);
  });

  test("a key of every object is no key of a policy", () => {
    const checked = checkPolicy(
      JSON.parse(`{ "origins": "*", "__proto__": { "credentials": true }, "constructor": 1 }`),
    );
    expect(checked.ok ? [] : checked.issues.map(({ path }) => path)).toEqual([["__proto__"], ["constructor"]]);
  });

  test("an unset variable is a missing origin, and an unset method is none", () => {
    expect(checkPolicy({ origins: undefined }).ok).toBe(false);
    expect(checkPolicy({ origins: "*", methods: undefined, maxAge: undefined }).ok).toBe(true);
  });

  test("the policy that is checked is the one that is kept", () => {
    const origins: `https://${string}`[] = ["https://a.test"];
    const methods = ["PUT"];
    const cors = createCors({ origins, methods, credentials: true });
    origins.push("https://b.test");
    methods[0] = "DELETE";
    expect(cors.policy).toEqual({ origins: ["https://a.test"], methods: ["PUT"], credentials: true });
    expect(cors.decide({ method: "GET", headers: { origin: "https://b.test" } }).allowed).toBe(false);
    expect(Object.isFrozen(cors.policy) && Object.isFrozen(cors.policy.methods)).toBe(true);
  });

  test("a policy survives JSON", () => {
    const policy: Policy = { origins: ["https://*.a.test:*"], credentials: true, methods: "*", maxAge: 5 };
    expect(JSON.parse(JSON.stringify(createCors(policy).policy))).toEqual(policy);
  });

  const gone = Proxy.revocable([], {});
  gone.revoke();
  const failing = (): never => {
    throw new Error("ORIGINS is not set");
  };
  test.each<[name: string, value: unknown, code: string, subject: string]>([
    [
      "a getter that throws",
      Object.defineProperty({}, "origins", { get: failing, enumerable: true }),
      "policy-not-an-object",
      `policy "an object that cannot be read: ORIGINS is not set"`,
    ],
    [
      "a getter that throws, further inside",
      { origins: Object.defineProperty({}, "allows", { get: failing, enumerable: true }) },
      "policy-not-an-object",
      `policy "an object that cannot be read: ORIGINS is not set"`,
    ],
    ["a proxy that throws", new Proxy({}, { ownKeys: failing }), "policy-not-an-object", "policy "],
    ["a proxy that was revoked", { origins: gone.proxy }, "policy-not-an-object", "policy "],
    [
      "JSON of its own that is none",
      { origins: [{ toJSON: () => undefined }] },
      "origin-not-a-string",
      "origins.0 (an",
    ],
    [
      "a text of its own that is none",
      { origins: Object.assign(/a/, { toString: failing }) },
      "origins-not-a-list",
      "origins (an",
    ],
    ["a key that fills pages", { origins: "*", ["x".repeat(1e5)]: 1 }, "key-unrecognized", `${"x".repeat(120)}… 1 `],
  ])("%s is told as any other issue", (_, value, code, subject) => {
    const checked = checkPolicy(value);
    expect(checked.ok ? [] : checked.issues.map((issue) => issue.code)).toEqual([code]);
    expect(checked.ok ? "" : checked.issues[0]!.message.slice(0, subject.length)).toBe(subject);
  });

  test("no value makes it throw", () => {
    const keys = fc.constantFrom(
      "origins",
      "credentials",
      "methods",
      "requestHeaders",
      "exposedHeaders",
      "maxAge",
      "x",
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(keys, fc.anything())), (value) => {
        const checked = checkPolicy(value);
        if (checked.ok) createCors(checked.policy);
        else expect(checked.issues.length).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("origin patterns", () => {
  test.each(rows<PatternRow>("../policy/origin-patterns.json"))("$name", ({ pattern, matches, not }) => {
    expect(checkPolicy({ origins: [pattern] })).toMatchObject({ ok: true });
    const isIn = originSet([pattern]);
    // Among many others it is the same.
    const isAmong = originSet(["https://*.a.test", "http://b.test:*", pattern, "https://c.test", "https://*.d.test:1"]);
    for (const origin of matches) expect([origin, isIn(origin), isAmong(origin)]).toEqual([origin, true, true]);
    for (const origin of not) expect([origin, isIn(origin), isAmong(origin)]).toEqual([origin, false, false]);
  });

  test("what is parsed prints as it was", () => {
    fc.assert(
      fc.property(patterns, (pattern) => {
        const parsed = parseOriginPattern(pattern);
        expect(parsed && printOriginPattern(parsed)).toBe(pattern);
      }),
    );
  });

  test("a pattern is its own canonical form, and every fix is one", () => {
    fc.assert(fc.property(patterns, (pattern) => canonicalOriginPattern(pattern) === pattern));
    const nearly = fc
      .tuple(patterns, fc.constantFrom("", "/", "/x", ":443", " ", "."), fc.constantFrom("", " ", "*.", "https://"))
      .map(([pattern, suffix, prefix]) => prefix + pattern.toUpperCase() + suffix);
    fc.assert(
      fc.property(fc.oneof(nearly, fc.webUrl(), fc.string(), fc.domain()), (text) => {
        const checked = checkPolicy({ origins: [text] });
        for (const { fix, path } of checked.ok ? [] : checked.issues) {
          if (fix === undefined) continue;
          expect(checkPolicy({ origins: path.length === 1 ? fix : [fix] })).toMatchObject({ ok: true });
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("a URL's origin is its fix", () => {
    const urls = fc.webUrl({ withFragments: true, withQueryParameters: true });
    fc.assert(
      fc.property(urls, (url) => {
        const { origin } = new URL(url);
        if (parseOriginPattern(url) === null) expect(canonicalOriginPattern(url)).toBe(origin);
        else expect(origin).toBe(url);
      }),
    );
  });
});
