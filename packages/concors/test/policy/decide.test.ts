import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCors, PolicyError } from "../../src/index.ts";
import type { Cors, CorsRequest, Decision, Policy } from "../../src/index.ts";
import { rows } from "../protocol/rows.ts";
import type { Row } from "../protocol/rows.ts";
import { processorTime } from "../processor-time.ts";

interface DecisionRow extends Row {
  readonly policy: Policy;
  readonly request: CorsRequest;
  readonly want: Decision;
}

const table = rows<DecisionRow>("../policy/decide.json");

function linesOf({ headers }: CorsRequest): [name: string, value: string][] {
  const lines = (Array.isArray(headers) ? headers : Object.entries(headers)) as [string, string | string[]][];
  return lines.flatMap(([name, value]) => [value].flat().map((line): [string, string] => [name, line]));
}

function originOf(request: CorsRequest): string {
  return linesOf(request).find(([name]) => name.toLowerCase() === "origin")?.[1] ?? "";
}

describe("decide", () => {
  test.each(table)("$name", async ({ policy, request, want }) => {
    const cors = createCors(policy);
    expect(cors.decide(request)).toEqual(want);
    expect(await cors.decideAsync(request)).toEqual(want);
  });

  // Fetch writes OPTIONS in upper case, and takes no control characters.
  const ofFetch = table.filter(({ request }) => request.method !== "options" && !/[^ -~]/.test(originOf(request)));
  test.each(ofFetch)("$name, of a Fetch Request", ({ policy, request, want }) => {
    const headers = new Headers();
    for (const [name, value] of linesOf(request)) headers.append(name, value);
    const fetched = new Request("https://b.test/", { method: request.method ?? "GET", headers });
    expect(createCors(policy).decide(fetched)).toEqual(want);
  });

  test("the same answer is the same object", () => {
    const { decide } = createCors({ origins: ["https://a.test", "https://*.b.test"], methods: ["PUT"] });
    for (const origin of ["https://a.test", "https://x.b.test", "https://evil.test", "x"]) {
      for (const method of ["GET", "OPTIONS"]) {
        const request = { method, headers: { origin, "access-control-request-method": "PUT" } };
        expect(decide(request)).toBe(decide({ ...request }));
      }
    }
  });

  test("answers that many origins share a place for are told apart", () => {
    const origins = Array.from({ length: 5000 }, (_, index) => `https://a${index}.test` as const);
    const { decide } = createCors({ origins });
    for (const origin of [...origins, ...origins.toReversed()]) {
      const other = origin.replace(".test", ".best");
      expect(decide({ headers: { origin } }).headers).toEqual([["Access-Control-Allow-Origin", origin]]);
      expect(decide({ headers: { origin: other } }).allowed).toBe(false);
    }
  });

  test("a decision cannot be changed", () => {
    const decision = createCors({ origins: ["https://a.test"] }).decide({ headers: { origin: "https://a.test" } });
    const headers = decision.headers as unknown as [string, string][];
    expect(() => headers.push(["X", "y"])).toThrow(TypeError);
    expect(() => (headers[0]![1] = "*")).toThrow(TypeError);
  });
});

const everyKind: readonly Cors[] = [
  createCors({ origins: "*", methods: "*", requestHeaders: "*" }),
  createCors({ origins: ["https://a.test"], credentials: true }),
  createCors({
    origins: ["https://*.a.test", "http://localhost:*"],
    credentials: true,
    methods: "*",
    requestHeaders: "*",
  }),
  createCors({ origins: ["https://*.a.test"], debug: true, methods: ["PUT"], requestHeaders: ["X-A"] }),
];

describe("no request", () => {
  const names = ["origin", "access-control-request-method", "access-control-request-headers", "sec-fetch-site", "host"];
  const value = fc.oneof(fc.string(), fc.constantFrom("https://a.test", "https://b.a.test", "null", "OPTIONS", "PUT"));
  const values = fc.oneof(value, fc.array(value), fc.constant(undefined));
  const record = fc.dictionary(fc.oneof(fc.constantFrom(...names, "Origin", "get", "__proto__"), fc.string()), values);
  const headers = fc.oneof(record, fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string()), value)));
  const request = fc.record({ method: fc.oneof(fc.constantFrom("OPTIONS", "POST"), fc.string()), headers });

  test("makes it throw", () => {
    fc.assert(
      fc.property(request, (asked) => {
        for (const cors of everyKind) {
          cors.decide(asked);
          cors.explain(asked);
          cors.gate(asked, { strict: true });
        }
      }),
      { numRuns: 3000 },
    );
  });

  test.each([{}, { headers: null }, { headers: undefined }, { method: null, headers: [] }])(
    "makes it throw: %o",
    (asked) => {
      for (const { decide } of everyKind) expect(decide(asked as never).kind).toBe("not-cors");
    },
  );

  // Linear, it takes some microseconds; quadratic, it takes minutes.
  const sizes = [16 * 1024, 1024 * 1024];
  const pieces = [",", " ", "a", "a,", "a ,", " ,", "a.", "https://", "é", "\t", "a-", "[", ":", "%", "null,"];
  test.each(sizes)("makes it slow: %i bytes", (size) => {
    for (const piece of pieces) {
      const text = piece.repeat(size / piece.length);
      for (const origin of [
        text,
        `https://${text}`,
        `https://${text}.a.test`,
        "https://b.a.test",
        `http://localhost:${text}`,
      ]) {
        const asked = {
          method: "OPTIONS",
          headers: { origin, "access-control-request-method": text, "access-control-request-headers": `a${text}b` },
        };
        for (const cors of everyKind) {
          const time = processorTime(() => [
            cors.decide(asked),
            cors.explain(asked),
            cors.gate({ ...asked, method: "POST" }),
          ]);
          expect(time).toBeLessThan(200);
        }
      }
    }
  });
});

describe("reconfigure", () => {
  test("each answer is wholly of one policy, while policies change", async () => {
    const versions = Array.from({ length: 20 }, (_, index): Policy => {
      const only = [`https://v${index}.test`, "https://always.test"] as const;
      return { origins: only, exposedHeaders: [`X-V${index}`], methods: [`M${index}`], maxAge: index };
    });
    const cors = createCors(versions[0]!);
    const asking = Array.from({ length: 50 }, async (_, index) => {
      for (let time = 0; time < 100; time++) {
        const origin = "https://always.test";
        const preflight = { method: "OPTIONS", headers: { origin, "access-control-request-method": "GET" } };
        const { headers } = index % 2 === 0 ? cors.decide(preflight) : await cors.decideAsync(preflight);
        const [, method, maxAge] = headers.map(([, value]) => value);
        expect(method).toBe(`M${maxAge}`);
        await Promise.resolve();
      }
    });
    const changing = (async () => {
      for (let time = 0; time < 500; time++) {
        cors.reconfigure(versions[time % versions.length]!);
        await Promise.resolve();
      }
    })();
    await Promise.all([...asking, changing]);
  });

  test("a policy that cannot be used leaves the one in force", () => {
    const cors = createCors({ origins: ["https://a.test"] });
    expect(() => cors.reconfigure({ origins: ["https://b.test"], maxAge: -1 })).toThrow(PolicyError);
    expect(cors.policy).toEqual({ origins: ["https://a.test"] });
    expect(cors.decide({ headers: { origin: "https://a.test" } }).allowed).toBe(true);
    expect(cors.decide({ headers: { origin: "https://b.test" } }).allowed).toBe(false);
  });

  test("what was remembered of the old policy is forgotten", () => {
    const cors = createCors({ origins: ["https://*.a.test"] });
    const request = { headers: { origin: "https://x.a.test" } };
    expect(cors.decide(request).allowed).toBe(true);
    cors.reconfigure({ origins: ["https://*.b.test"] });
    expect(cors.decide(request).allowed).toBe(false);
    cors.reconfigure({ origins: ["https://*.a.test"], credentials: true });
    expect(cors.decide(request).headers).toHaveLength(2);
  });
});

test("of a request of Node's, what somebody wrote into its headers counts, and not its lines", () => {
  const { decide } = createCors({ origins: ["https://a.test"] });
  const request = { headers: { origin: "https://a.test" }, rawHeaders: ["Origin", "https://b.test"] };
  expect(decide(request).allowed).toBe(true);
  expect(decide({ ...request, headers: {} }).kind).toBe("not-cors");
});

test("a denial allocates nothing", () => {
  const requests = [
    { method: "GET", headers: { cookie: "a=b", origin: "https://evil.test" }, rawHeaders: [] },
    { method: "OPTIONS", headers: { origin: "null", "access-control-request-method": "PUT" }, rawHeaders: [] },
  ];
  const times = 200_000;
  for (const { decide } of everyKind.slice(1, 3)) {
    const deny = (): void => {
      for (let time = 0; time < times; time++) decide(requests[time & 1]!);
    };
    for (let round = 0; round < 5; round++) deny();
    // The least of a few: the test runner allocates too.
    const grown = Array.from({ length: 5 }, () => {
      const before = process.memoryUsage().heapUsed;
      deny();
      return Math.abs(process.memoryUsage().heapUsed - before);
    });
    expect(Math.min(...grown) / times).toBeLessThan(1);
  }
});
