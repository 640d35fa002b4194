import type { NetworkRequest, NetworkResponse } from "@concors/browser/engine";
import type { Policy } from "concors";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generate } from "../../../src/index.ts";
import type { Facts, Generated, Site, TargetName } from "../../../src/index.ts";
import { policies } from "../../../../concors/test/policy/generated.ts";
import { expectNoMore, isNarrower, siteCorsOf } from "../expect-no-more.ts";
import { applicationHeaders, credentialsModes, pageFetches, seen } from "../page.ts";
import type { PageFetch } from "../page.ts";
import { p1, p1Origins, p2, byPath as byPathSite, paths, sites } from "../policies.ts";
import { envoyModel } from "./envoy.ts";
import { istioModel } from "./istio.ts";
import { kongModel } from "./kong.ts";
import type { Model, ModelResponse, Upstream } from "./model.ts";
import { traefikModel } from "./traefik.ts";

const models: readonly (readonly [TargetName, Model])[] = [
  ["envoy", envoyModel],
  ["istio", istioModel],
  ["traefik", traefikModel],
  ["kong", kongModel],
];

function application(status: number, said: Readonly<Record<string, string>> = {}): Upstream {
  return () => ({
    status,
    headers: new Headers([...applicationHeaders, ...Object.entries(said)] as [string, string][]),
  });
}

/** Applications, of which those that send CORS themselves must not get through. */
const upstreams = {
  "knows nothing of CORS": application(200),
  fails: application(500),
  "refuses OPTIONS": (request) => application(request.method === "OPTIONS" ? 405 : 200)(request),
  "allows everybody": application(200, {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "*",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Expose-Headers": "*",
  }),
  reflects: ({ headers }) =>
    application(200, {
      "Access-Control-Allow-Origin": headers.get("origin") ?? "null",
      "Access-Control-Allow-Credentials": "true",
      "Access-Control-Allow-Methods": headers.get("access-control-request-method") ?? "",
      "Access-Control-Allow-Headers": headers.get("access-control-request-headers") ?? "",
      "Access-Control-Expose-Headers": "X-Request-Id, ETag, X-A",
      Vary: "Accept-Encoding",
    })({ method: "GET", headers, path: "/" }),
} satisfies Record<string, Upstream>;

function answering(
  model: Model,
  { files }: Generated,
  upstream: Upstream,
): (request: NetworkRequest) => NetworkResponse {
  const texts = files.map(({ text }) => text);
  return ({ method, headerList, url }) => {
    const headers = new Headers(headerList.map(([name, value]) => [name, value]));
    const answer = model(texts, { method, headers, path: url.pathname }, upstream);
    return { status: answer.status, headerList: [...answer.headers] };
  };
}

function expectSame(
  policy: Policy | Site,
  page: PageFetch,
  generated: Generated,
  model: Model,
  upstream: Upstream,
): void {
  expectNoMore(page, seen(page, answering(model, generated, upstream)), policy, generated.losses);
}

describe.each(models)("the model of %s", (target, model) => {
  const pages: readonly Omit<PageFetch, "credentials">[] = p1Origins.flatMap((origin) => [
    { origin, method: "GET", headerNames: [] },
    { origin, method: "PUT", headerNames: ["Content-Type", "Authorization"] },
    { origin, method: "PATCH", headerNames: [] },
    { origin, method: "POST", headerNames: ["X-A"] },
  ]);

  const rows = Object.entries(upstreams).flatMap(([name, upstream]) =>
    Object.entries({ P1: p1, P2: p2 }).map(([which, policy]) => ({ name, which, upstream, policy })),
  );

  test.each(rows)("$which, before an application that $name", ({ policy, upstream }) => {
    const generated = generate(target, policy);
    for (const page of pages)
      for (const credentials of credentialsModes)
        expectSame(policy, { ...page, credentials }, generated, model, upstream);
  });

  test("no origin may read without a policy, whatever an application says", () => {
    const generated = generate(target, "none");
    for (const upstream of Object.values(upstreams))
      for (const page of pages)
        for (const credentials of credentialsModes) {
          const { isReadable } = seen({ ...page, credentials }, answering(model, generated, upstream));
          expect(isReadable).toBe(false);
        }
  });

  test("any policy: a page may read what the policy says, and no more", () => {
    fc.assert(
      fc.property(policies, pageFetches, fc.constantFrom(...Object.values(upstreams)), (policy, page, upstream) => {
        const generated = generate(target, policy);
        expect(generated.files.length === 0).toBe(generated.losses.some(({ effect }) => effect === "refused"));
        if (generated.files.length === 0) return;
        for (const credentials of credentialsModes)
          expectSame(policy, { ...page, credentials }, generated, model, upstream);
      }),
      { numRuns: 500 },
    );
  }, 120_000);

  test("any origin, a browser's or not: it is named if, and only if, the policy has it", () => {
    const strings = fc.oneof(
      pageFetches.map(({ origin }) => origin),
      fc.constantFrom("capacitor://localhost", "https://app.example.com/", "https://[::1]:8080", "*", "https://"),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(policies, strings, (policy, origin) => {
        const generated = generate(target, policy);
        if (generated.files.length === 0) return;
        const facts: NetworkRequest["headerList"] = [["Origin", origin]];
        const request = {
          kind: "actual",
          method: "GET",
          url: new URL("https://api.test"),
          headerList: facts,
          body: null,
        } as const;
        const { headerList } = answering(model, generated, upstreams["reflects"])(request);
        const named = headerList.filter(([name]) => name === "access-control-allow-origin").map(([, value]) => value);
        const { allowed } = siteCorsOf(policy).decide({ method: "GET", headers: facts });
        const names = named.length === 1 && (named[0] === origin || named[0] === "*");
        if (!isNarrower(generated.losses)) expect({ origin, allowed: names }).toEqual({ origin, allowed });
        else if (names) expect(allowed).toBe(true);
      }),
      { numRuns: 500 },
    );
  }, 120_000);

  describe("keeps every answer clean", () => {
    const ask = (policy: Policy, method: string, asked: Readonly<Record<string, string>>): Asked => {
      let reached = 0;
      const upstream: Upstream = (request) => {
        reached += 1;
        return upstreams["reflects"](request);
      };
      const texts = generate(target, policy).files.map(({ text }) => text);
      const answer = model(texts, { method, headers: new Headers(asked), path: "/" }, upstream);
      return { answer, reached };
    };

    test.each([
      ["an allowed origin", { Origin: "https://app.example.com" }],
      ["another origin", { Origin: "https://evil.test" }],
      ["no origin", {}],
    ])("P1, %s: Vary has Origin beside what the application varies by", (_, asked) => {
      const { answer } = ask(p1, "GET", asked);
      const vary = answer.headers.get("Vary")!.split(/,\s*/);
      expect(vary).toEqual(expect.arrayContaining(["Accept-Encoding", "Origin"]));
    });

    const preflight = { Origin: "https://app.example.com", "Access-Control-Request-Method": "PUT" };

    test("a preflight does not reach the application, whoever asks", () => {
      expect(ask(p1, "OPTIONS", preflight).reached).toBe(0);
      expect(ask(p1, "OPTIONS", { ...preflight, Origin: "https://evil.test" }).reached).toBe(0);
    });

    test("an OPTIONS request that is no preflight does", () => {
      expect(ask(p1, "OPTIONS", {}).reached).toBe(1);
      expect(ask(p1, "OPTIONS", { Origin: "https://app.example.com" }).reached).toBe(1);
    });
  });
});

const byPath = models.filter(([target]) => target === "envoy" || target === "istio");

describe.each(byPath)("the model of %s, with policies by path", (target, model) => {
  test("a page may read what the policy of the path says, and no more", () => {
    fc.assert(
      fc.property(
        sites,
        paths,
        pageFetches,
        fc.constantFrom(...Object.values(upstreams)),
        (site, path, page, upstream) => {
          const generated = generate(target, site);
          expect(generated.losses.filter(({ effect }) => effect === "refused")).toEqual([]);
          for (const credentials of credentialsModes)
            expectSame(site, { ...page, path, credentials }, generated, model, upstream);
        },
      ),
      { numRuns: 200 },
    );
  }, 120_000);

  test("a route that is left out is noticed", () => {
    const generated = generate(target, byPathSite);
    const file = generated.files.at(-1)!;
    const text = file.text.replaceAll("/public", "/elsewhere");
    const page = { origin: "https://anybody.test", method: "GET", headerNames: [], path: "/public/x" };
    const reads = (files: Generated["files"]): boolean =>
      seen({ ...page, credentials: "omit" }, answering(model, { ...generated, files }, upstreams.reflects)).isReadable;
    expect(reads(generated.files)).toBe(true);
    expect(reads([...generated.files.slice(0, -1), { ...file, text }])).toBe(false);
  });
});

interface Asked {
  readonly answer: ModelResponse;
  readonly reached: number;
}

test("for an application without CORS, nothing is removed", () => {
  const facts: Facts = { upstreamSendsCors: false };
  for (const [target] of models)
    expect(
      generate(target, p1, facts)
        .files.map(({ text }) => text)
        .join(""),
    ).not.toContain("Private-Network");
});
