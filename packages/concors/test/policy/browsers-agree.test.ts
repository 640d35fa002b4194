import {
  createClient,
  createPageRequest,
  createUserAgent,
  engineNames,
  profiles,
  simulateFetch,
} from "@concors/browser/engine";
import type { EngineName, NetworkRequest, NetworkResponse } from "@concors/browser/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCors } from "../../src/index.ts";
import type { Cors, CorsRequest, Decision } from "../../src/index.ts";
import { headerNames, methods, origins, patterns, policies } from "./generated.ts";
import { naiveMatch, policyAllows } from "./reference.ts";
import type { PageFetch } from "./reference.ts";
import { originSet } from "../../src/policy/origin-set.ts";

/** A page that browsers have: of another scheme, its origin is opaque. */
const pageOrigins = fc.oneof(
  origins.filter((origin) => origin.startsWith("http")),
  fc.constant("null"),
);

const pageFetches: fc.Arbitrary<Omit<PageFetch, "credentials">> = fc.record({
  origin: pageOrigins,
  method: methods,
  headerNames: fc.uniqueArray(fc.oneof({ weight: 9, arbitrary: headerNames }, fc.constant("*")), {
    maxLength: 3,
    selector: (name) => name.toLowerCase(),
  }),
});

const url = new URL("https://api.example.net/items");

/** Headers whose values would not need a preflight do not count. */
function valueOf(name: string): string {
  return name === "Content-Type" ? "application/json" : "1";
}

function answer({ decide }: Cors, { method, headerList }: NetworkRequest): NetworkResponse {
  const decision = decide({ method, headers: headerList });
  const headers = [...decision.headers, ...decision.vary.map((name) => ["Vary", name] as const)];
  return { status: decision.kind === "preflight" ? decision.status : 200, headerList: headers };
}

function isReadable(engine: EngineName, cors: Cors, page: PageFetch): boolean {
  const sandboxed = page.origin === "null";
  const client = createClient(new URL(sandboxed ? "https://sandboxed.test/" : `${page.origin}/`), { sandboxed });
  const request = createPageRequest(client, url, {
    method: page.method,
    credentials: page.credentials,
    headers: page.headerNames.map((name) => [name, valueOf(name)]),
  });
  const { result } = simulateFetch(createUserAgent({ engine }), request, (network) => answer(cors, network));
  return result.ok;
}

/** What explain says to the requests of a page's fetch. */
function explained({ explain }: Cors, page: PageFetch): boolean {
  const asked = page.headerNames.map((name) => name.toLowerCase()).sort();
  const headers = { Origin: page.origin };
  const preflight: CorsRequest = {
    method: "OPTIONS",
    headers: {
      ...headers,
      "Access-Control-Request-Method": page.method,
      ...(asked.length > 0 && { "Access-Control-Request-Headers": asked.join(",") }),
    },
  };
  return explain(preflight).allowed && explain({ method: page.method, headers }).allowed;
}

describe("a browser lets the script read it if, and only if, the policy says so", () => {
  test.each(engineNames)(
    "%s",
    (engine) => {
      fc.assert(
        fc.property(policies, pageFetches, (policy, page) => {
          const cors = createCors(policy);
          for (const credentials of ["omit", "include"] as const) {
            const fetch = { ...page, credentials };
            // Their departure is named: the standard's `*` does not cover Authorization, that of the engines does.
            const { wildcardCoversAuthorization } = profiles[engine].rules;
            const readable = policyAllows(policy, fetch, wildcardCoversAuthorization);
            expect([credentials, isReadable(engine, cors, fetch)]).toEqual([credentials, readable]);
            const allowed = policyAllows(policy, fetch, false);
            if (credentials === "omit" || policy.credentials === true) expect(explained(cors, fetch)).toBe(allowed);
          }
        }),
        { numRuns: 10_000 },
      );
    },
    300_000,
  );
});

describe("a decision", () => {
  const requests: fc.Arbitrary<CorsRequest> = fc.record({
    method: fc.oneof(methods, fc.constant("OPTIONS")),
    headers: fc.record(
      {
        origin: fc.oneof(origins, fc.constantFrom("null", "", "https://a.test, https://a.test"), fc.string()),
        "access-control-request-method": fc.oneof(methods, fc.string()),
        "access-control-request-headers": fc.oneof(fc.array(headerNames).map(String), fc.string()),
      },
      { requiredKeys: [] },
    ),
  });

  test("keeps what the issue of CORS headers promises", () => {
    fc.assert(
      fc.property(policies, requests, (policy, request) => {
        const cors = createCors(policy);
        const decision = cors.decide(request);
        expectSound(decision, request, policy.origins === "*");
        expect(cors.decide(request)).toEqual(decision);
        expect(cors.explain(request).kind).toBe(decision.kind);
        if (!decision.allowed) expect(cors.explain(request).allowed).toBe(false);
      }),
      { numRuns: 10_000 },
    );
  });

  test("is what the naive matcher says of the origin", () => {
    fc.assert(
      fc.property(fc.array(patterns, { maxLength: 20 }), origins, (list, origin) => {
        const expected = list.some((pattern) => naiveMatch(pattern, origin));
        expect(originSet(list)(origin)).toBe(expected);
      }),
      { numRuns: 10_000 },
    );
  });
});

const preflightOnly = ["Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age"];

function expectSound(decision: Decision, { headers: asked }: CorsRequest, isOpen: boolean): void {
  const names = decision.headers.map(([name]) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(decision.vary.includes("Origin")).toBe(!isOpen);
  if (!decision.allowed) expect(decision.headers).toEqual([]);
  if (decision.kind === "preflight") {
    expect(decision.status).toBe(decision.allowed ? 204 : 403);
    expect(names).not.toContain("Access-Control-Expose-Headers");
  } else {
    expect(names.filter((name) => preflightOnly.includes(name))).toEqual([]);
  }
  if (names.includes("Access-Control-Allow-Credentials")) {
    // There it is a name like any other, and said to nobody but whose header or method is called so.
    const said = decision.headers.map(([, value]) => value);
    expect(said.filter((value) => !Object.values(asked).includes(value))).not.toContain("*");
  }
  expect([decision, decision.headers, decision.vary, ...decision.headers].every(Object.isFrozen)).toBe(true);
}
