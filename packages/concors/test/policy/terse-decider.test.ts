import { cors } from "concors/fetch";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkPolicy, createCors, PolicyError } from "../../src/index.ts";
import type { Issue, Policy } from "../../src/index.ts";
import { terseDecider } from "../../src/policy/terse-decider.ts";
import { rows } from "../protocol/rows.ts";
import type { Row } from "../protocol/rows.ts";
import { headerNames, methods, origins, patterns, policies } from "./generated.ts";

/** What of issues does not depend on how they are told. */
function found(issues: readonly Issue[]): unknown {
  return issues.map(({ code, path, value, fix }) =>
    // Which key was meant is what only createCors works out.
    code === "key-unknown" ? { code: "key-unrecognized", path, value } : { code, path, value, fix },
  );
}

function foundByTerse(value: unknown): unknown {
  try {
    terseDecider(value);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    return found((error as PolicyError).issues);
  }
}

function foundByFull(value: unknown): unknown {
  const checked = checkPolicy(value);
  return checked.ok ? [] : found(checked.issues);
}

/** Origins as people write them. */
const nearlyOrigins = fc
  .tuple(fc.constantFrom("", " ", "*.", "https://"), patterns, fc.constantFrom("", "/", "/x", ":443", ":0", " ", "."))
  .chain(([prefix, pattern, suffix]) => fc.constantFrom(prefix + pattern + suffix, prefix + pattern.toUpperCase()));

const listOf = (entry: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(fc.constantFrom("*", undefined, ["*", "Authorization"]), fc.array(entry, { maxLength: 4 }), fc.anything());
const flags = fc.oneof(fc.boolean(), fc.constantFrom("true", undefined, 1));

/** Values that have the keys of a policy, or nearly, and in them what may be right. */
const nearlyPolicies = fc.record(
  {
    origins: fc.oneof(
      fc.constantFrom<unknown>("*", "", null, "https://a.test,https://b.test", { allows: () => true, ttl: -1 }),
      fc.array(fc.oneof(patterns, nearlyOrigins, fc.string(), fc.constantFrom("null", "*", 1)), { maxLength: 4 }),
      fc.anything(),
    ),
    credentials: flags,
    debug: flags,
    dangerously: fc.oneof(fc.anything(), fc.record({ exposeToNetworkAttackers: flags, exposeToSandboxedPages: flags })),
    methods: listOf(fc.oneof(methods, fc.constantFrom("put", "TRACE", "P T", " PUT", "*", 1))),
    requestHeaders: listOf(fc.oneof(headerNames, fc.constantFrom("Cookie", "x:", "Access-Control-Allow-Origin"))),
    exposedHeaders: listOf(fc.oneof(headerNames, fc.constantFrom("Set-Cookie", "*", "origin", "x "))),
    maxAge: fc.oneof(fc.integer(), fc.double(), fc.constantFrom("10m", "2 h", "1y", undefined)),
    allowedHeaders: fc.anything(),
  },
  { requiredKeys: [] },
);

describe("a policy that concors/fetch is given", () => {
  test("has the issues that createCors finds", () => {
    const values = fc.oneof(policies, nearlyPolicies, nearlyPolicies, fc.anything());
    fc.assert(
      fc.property(values, (value) => {
        expect(foundByTerse(value)).toEqual(foundByFull(value));
      }),
      { numRuns: 3000 },
    );
  });

  test.each(rows<Row & { readonly policy: unknown }>("../policy/issues.json"))("$name", ({ policy }) => {
    expect(foundByTerse(policy)).toEqual(foundByFull(policy));
  });

  test("decides as createCors does", async () => {
    const requests = fc.record({
      method: fc.constantFrom("GET", "PUT", "OPTIONS", "OPTIONS"),
      origin: fc.oneof(origins, nearlyOrigins, fc.constantFrom(undefined, "null", "*")),
      asked: fc.oneof(methods, fc.constantFrom(undefined, "TRACE", "P T", "A".repeat(65))),
      names: fc.constantFrom(undefined, "", "x-a", "x-a,x-b", "a b", "a,".repeat(257)),
    });
    await fc.assert(
      fc.asyncProperty(policies, fc.array(requests, { maxLength: 8 }), async (policy, asking) => {
        const { decide } = createCors(policy);
        const { decideAsync } = terseDecider(policy);
        for (const { method, origin, asked, names } of asking) {
          const headers = new Headers();
          if (origin !== undefined) headers.set("Origin", origin);
          if (asked !== undefined) headers.set("Access-Control-Request-Method", asked);
          if (names !== undefined) headers.set("Access-Control-Request-Headers", names);
          const request = new Request("https://api.test/", { method, headers });
          expect(await decideAsync(request)).toStrictEqual(decide(request));
        }
      }),
      { numRuns: 500 },
    );
  });

  test("that cannot be used is told in codes", () => {
    const policy = { origins: ["https://b.test", "https://a.test/"], maxAge: -5, methods: [null], maxage: {} };
    expect(() => cors(policy as unknown as Policy)).toThrow(
      [
        `maxage key-unrecognized`,
        `             origins.1 "https://a.test/" origin-with-trailing-slash: use "https://a.test"`,
        `             methods.0 method-not-a-token`,
        `             maxAge -5 max-age-negative: use 0`,
        `             createCors of "concors" says it in words`,
      ].join("\n"),
    );
    expect(() => cors(createCors(policy as unknown as Policy))).toThrow("is negative; use 0");
  });

  test.each([
    undefined,
    null,
    () => true,
    /a/,
    Symbol("policy"),
    10n,
    Object.create(null),
    "x".repeat(1000),
  ] as unknown[])("%o is an issue wherever it stands, and is told in short", (value) => {
    for (const policy of [
      value,
      { origins: [value] },
      { origins: "*", credentials: value ?? 1, maxAge: value ?? "" },
    ]) {
      const told = (() => {
        try {
          terseDecider(policy);
          return undefined;
        } catch (error) {
          return error as PolicyError;
        }
      })();
      expect(told).toBeInstanceOf(PolicyError);
      expect(told!.message.length).toBeLessThan(500);
    }
  });

  test("says in Server-Timing what was decided, if it is asked to", async () => {
    const handler = cors({ origins: ["https://a.test"], debug: true })(() => new Response());
    const timing = async (headers: Record<string, string>, method = "GET"): Promise<string | null> => {
      const response = await handler(new Request("https://api.test/", { method, headers }));
      return response.headers.get("Server-Timing");
    };
    expect(await timing({})).toBe(`cors;desc="not-cors allowed"`);
    expect(await timing({ Origin: "https://a.test" })).toBe(`cors;desc="actual allowed"`);
    const preflight = { Origin: "https://b.test", "Access-Control-Request-Method": "PUT" };
    expect(await timing(preflight, "OPTIONS")).toBe(`cors;desc="preflight origin-not-allowed"`);
  });

  test("may ask about origins", async () => {
    const allows = (origin: string): Promise<boolean> =>
      origin === "https://c.test"
        ? Promise.reject(new Error("no database"))
        : Promise.resolve(origin === "https://a.test");
    const { decideAsync } = terseDecider({ origins: { allows } });
    const outcome = async (origin: string): Promise<unknown> => {
      const decision = await decideAsync(new Request("https://api.test/", { headers: { Origin: origin } }));
      return "reason" in decision ? decision.reason : decision.allowed;
    };
    expect(await Promise.all(["https://a.test", "https://b.test", "https://c.test"].map(outcome))).toEqual([
      true,
      "origin-not-allowed",
      "origin-not-answered",
    ]);
  });
});
