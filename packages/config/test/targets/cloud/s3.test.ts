import type { NetworkRequest, NetworkResponse } from "@concors/browser/engine";
import type { Policy } from "concors";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generate } from "../../../src/index.ts";
import { policies } from "../../generated.ts";
import { objectHeaders, ofPolicy, readBy, visits } from "./page.ts";
import { p1, p2 } from "./policies.ts";
import { answerOfBucket } from "./s3-model.ts";
import type { BucketRule } from "./s3-model.ts";
import vectors from "./s3.json" with { type: "json" };

interface Row {
  readonly name: string;
  readonly method: string;
  readonly sends?: string;
  readonly asks?: string;
  readonly status: number | null;
  readonly origin: string | null;
  readonly methods: string | null;
}

describe("the model of S3 answers as tests of its kind want it", () => {
  test.each(vectors.rows as readonly Row[])("$name", ({ method, sends, asks, status, origin, methods: listed }) => {
    const answer = answerOfBucket(vectors.rules, {
      method,
      headers: {
        ...(sends !== undefined && { Origin: sends }),
        ...(asks !== undefined && { "Access-Control-Request-Method": asks }),
      },
    });
    const headers = new Map(answer.headers);
    expect({
      status: answer.status,
      origin: headers.get("Access-Control-Allow-Origin") ?? null,
      methods: headers.get("Access-Control-Allow-Methods") ?? null,
    }).toEqual({ status, origin, methods: listed });
  });

  test("whoever is among all gets *, and no credentials", () => {
    const { headers } = answerOfBucket([{ AllowedOrigins: ["*"], AllowedMethods: ["GET"] }], {
      method: "GET",
      headers: { Origin: "example.origin" },
    });
    expect(headers).toEqual([
      ["Access-Control-Allow-Origin", "*"],
      ["Access-Control-Allow-Methods", "GET"],
      ["Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"],
    ]);
  });

  test("a preflight for a header that is not listed is refused", () => {
    const rules = [{ AllowedOrigins: ["*"], AllowedMethods: ["GET"], ExposeHeaders: ["x-amz-meta-header1"] }];
    const headers = {
      Origin: "example.origin",
      "Access-Control-Request-Method": "GET",
      "Access-Control-Request-Headers": "x-amz-meta-header2",
    };
    expect(answerOfBucket(rules, { method: "OPTIONS", headers }).status).toBe(403);
  });
});

function ofBucket(rules: readonly BucketRule[], { method, headerList }: NetworkRequest): NetworkResponse {
  const answer = answerOfBucket(rules, { method, headers: Object.fromEntries(headerList) });
  return { status: answer.status ?? 200, headerList: [...objectHeaders, ...answer.headers] };
}

/** Losses that no page notices while no cache is between, and no request fails before the bucket is known. */
const unseen = new Set(["preflight-status", "vary-missing", "errors-missing"]);

function rulesFor(policy: Policy): { readonly rules: readonly BucketRule[]; readonly isWhole: boolean } | null {
  const { files, losses } = generate("s3", policy);
  if (files.length === 0) return null;
  const { CORSRules } = JSON.parse(files[0]!.text) as { readonly CORSRules: readonly BucketRule[] };
  return { rules: CORSRules, isWhole: losses.every(({ code }) => unseen.has(code)) };
}

/** Policies that S3 can say in the main: without credentials, for everybody alone. */
const sayable: fc.Arbitrary<Policy> = policies.map((policy) => {
  if (policy.origins === "*" || policy.credentials === true) return policy;
  const { requestHeaders, exposedHeaders } = policy;
  return {
    ...policy,
    credentials: true,
    requestHeaders: requestHeaders?.includes("*") === true ? "*" : requestHeaders,
    exposedHeaders: exposedHeaders === "*" ? [] : exposedHeaders,
  };
});

describe("a page reads of a bucket", () => {
  test("never what the policy does not say, and exactly that where nothing is lost", { timeout: 120_000 }, () => {
    const seen = { whole: 0, part: 0, read: 0, refused: 0 };
    fc.assert(
      fc.property(visits(fc.oneof(policies, sayable)), ([policy, page]) => {
        const said = rulesFor(policy);
        if (said === null) return;
        const wanted = readBy(page, (request) => ofPolicy(policy, request));
        const real = readBy(page, (request) => ofBucket(said.rules, request));
        seen[said.isWhole ? "whole" : "part"] += 1;
        seen[real === null ? "refused" : "read"] += 1;
        if (real !== null) expect(wanted).not.toBeNull();
        if (said.isWhole) expect(real).toBe(wanted);
      }),
      { numRuns: 4000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
  });

  test.each([
    ["P1", p1, "https://app.example.com", "PUT"],
    ["P1", p1, "https://a.b.preview.example.com", "DELETE"],
    ["P1, with HEAD, which needs no mention", p1, "https://app.example.com", "HEAD"],
    ["P2", p2, "https://anybody.test", "POST"],
  ] as const)("%s: what the policy says", (_, policy, origin, method) => {
    const page = { origin, method, headers: ["Content-Type"], credentials: "omit" } as const;
    const { rules } = rulesFor(policy)!;
    const real = readBy(page, (request) => ofBucket(rules, request));
    expect(real).not.toBeNull();
    expect(real).toBe(readBy(page, (request) => ofPolicy(policy, request)));
  });

  test.each([
    ["its default", "http://localhost"],
    ["another", "http://localhost:5173"],
  ])("any port: %s", (_, origin) => {
    const { rules } = rulesFor({ origins: ["http://localhost:*"], credentials: true })!;
    const page = { origin, method: "GET", headers: [], credentials: "include" } as const;
    expect(readBy(page, (request) => ofBucket(rules, request))).not.toBeNull();
  });

  test.each([
    ["the apex of a pattern", "https://preview.example.com"],
    ["a name glued to it", "https://evilpreview.example.com"],
    ["another scheme", "http://app.example.com"],
    ["another port", "https://app.example.com:8443"],
    ["another host after it", "https://app.example.com.evil.test"],
  ])("P1: nothing for %s", (_, origin) => {
    const { rules } = rulesFor(p1)!;
    const page = { origin, method: "GET", headers: [], credentials: "omit" } as const;
    expect(readBy(page, (request) => ofBucket(rules, request))).toBeNull();
  });
});
