import { request as httpRequest } from "node:http";
import type { NetworkRequest, NetworkResponse } from "@concors/browser/engine";
import type { Policy } from "concors";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generate } from "../../../src/index.ts";
import { policies } from "../../../../concors/test/policy/generated.ts";
import { freePort } from "../../../src/verify/free-port.ts";
import { isHere, startProgram } from "../../support/program.ts";
import { expectNoMore } from "../expect-no-more.ts";
import { credentialsModes, pageFetches, seenOver } from "../page.ts";
import { bare, everything, openToAll, p1, p1Origins, p2, rareNames, withoutJson } from "../policies.ts";
import { kinds, rigs } from "./rigs.ts";

const written = { p1, p2, everything, openToAll, rareNames, withoutJson, bare };
const writtenNames = Object.keys(written) as (keyof typeof written)[];
const generated = fc.sample(policies, { seed: 4, numRuns: 80 });
const all: readonly Policy[] = [...writtenNames.map((name) => written[name]), ...generated];

const p1Number = writtenNames.indexOf("p1");

describe.each(rigs)("$name, run", ({ name, missing, program }) => {
  const isRun = isHere(`What is generated for ${name}`, missing);
  let running: { stop: () => Promise<void> } | undefined;
  let port = 0;

  beforeAll(async () => {
    if (!isRun) return;
    port = await freePort();
    const texts = all.map((policy) =>
      generate(name, policy)
        .files.map(({ text }) => text)
        .join(""),
    );
    running = await startProgram(program([...texts, generate(name, "none").files[0]!.text], port));
  }, 60_000);

  afterAll(() => running?.stop());

  const fetchFrom = (number: number, kind: string) => {
    const url = new URL(`http://127.0.0.1:${port}/${number}/${kind}`);
    return { url, send: (request: NetworkRequest): Promise<NetworkResponse> => send(port, url.pathname, request) };
  };

  const ask = async (number: number, kind: string, method: string, headers: Readonly<Record<string, string>>) => {
    const url = new URL("http://127.0.0.1");
    const headerList = Object.entries(headers);
    const answer = await send(port, `/${number}/${kind}`, { kind: "actual", method, url, headerList, body: null });
    const valuesOf = (wanted: string): string[] =>
      answer.headerList.filter(([header]) => header.toLowerCase() === wanted).map(([, value]) => value);
    return { status: answer.status, valuesOf };
  };

  test.skipIf(!isRun)("every policy can be written", () => {
    for (const policy of all) expect(generate(name, policy).files).toHaveLength(1);
  });

  const pages = fc.sample(pageFetches, { seed: 7, numRuns: 400 });

  test.skipIf(!isRun).each([...writtenNames, "generated"] as const)(
    "%s: a page may read what the policy says, and no more",
    async (which) => {
      const numbers =
        which === "generated"
          ? generated.map((_, index) => writtenNames.length + index)
          : [writtenNames.indexOf(which)];
      const perPolicy = which === "generated" ? 5 : 60;
      for (const [turn, number] of numbers.entries()) {
        const policy = all[number]!;
        const { losses } = generate(name, policy);
        for (let index = 0; index < perPolicy; index++) {
          const page = pages[(turn * perPolicy + index) % pages.length]!;
          const { url, send: sendTo } = fetchFrom(number, kinds[index % kinds.length]!);
          for (const credentials of credentialsModes) {
            const fetch = { ...page, credentials };
            expectNoMore(fetch, await seenOver(fetch, url, sendTo), policy, losses);
          }
        }
      }
    },
    120_000,
  );

  test.skipIf(!isRun)("P1: what a careless expression would take for its origins", async () => {
    for (const origin of p1Origins) {
      const { url, send: sendTo } = fetchFrom(p1Number, "quiet");
      const page = { origin, method: "PUT", headerNames: ["Content-Type"], credentials: "include" } as const;
      expectNoMore(page, await seenOver(page, url, sendTo), p1, generate(name, p1).losses);
    }
  });

  const allowed = { Origin: "https://app.example.com" };

  test.skipIf(!isRun).each([
    ["an allowed origin", allowed],
    ["another origin", { Origin: "https://evil.test" }],
    ["no origin", {}],
  ])("P1, %s: one Vary says Origin, and an application's own stays", async (_, headers) => {
    for (const kind of kinds) {
      const { valuesOf } = await ask(p1Number, kind, "GET", headers);
      const vary = valuesOf("vary").join(", ").split(/,\s*/);
      expect(vary).toContain("Origin");
      expect(vary.includes("Accept-Encoding")).toBe(kind === "echo");
    }
  });

  test.skipIf(!isRun)("P1: one line for an origin that is allowed, none for another", async () => {
    for (const kind of kinds) {
      const { valuesOf } = await ask(p1Number, kind, "GET", allowed);
      expect(valuesOf("access-control-allow-origin")).toEqual(["https://app.example.com"]);
      const other = await ask(p1Number, kind, "GET", { Origin: "https://evil.test" });
      expect(other.valuesOf("access-control-allow-origin")).toEqual([]);
    }
  });

  test.skipIf(!isRun)("P1: an error can be read", async () => {
    const { status, valuesOf } = await ask(p1Number, "fails", "GET", allowed);
    expect([status, valuesOf("access-control-allow-origin")]).toEqual([500, ["https://app.example.com"]]);
    expect(valuesOf("vary").join()).toContain("Origin");
  });

  test.skipIf(!isRun)("P1: preflights end here, and other OPTIONS requests get through", async () => {
    const preflight = { ...allowed, "Access-Control-Request-Method": "PUT" };
    expect((await ask(p1Number, "quiet", "OPTIONS", preflight)).valuesOf("x-method")).toEqual([]);
    expect(
      (await ask(p1Number, "quiet", "OPTIONS", { ...preflight, Origin: "https://evil.test" })).valuesOf("x-method"),
    ).toEqual([]);
    expect((await ask(p1Number, "quiet", "OPTIONS", allowed)).valuesOf("x-method")).toEqual(["OPTIONS"]);
    expect((await ask(p1Number, "quiet", "OPTIONS", {})).valuesOf("x-method")).toEqual(["OPTIONS"]);
  });

  test.skipIf(!isRun)("without a policy, what an application says about CORS does not get through", async () => {
    for (const kind of kinds) {
      const { status, valuesOf } = await ask(all.length, kind, "GET", allowed);
      expect([status, valuesOf("access-control-allow-origin")]).toEqual([200, []]);
    }
  });
});

function send(port: number, path: string, { method, headerList }: NetworkRequest): Promise<NetworkResponse> {
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries(headerList);
    const asked = httpRequest({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
      const { rawHeaders: raw, statusCode: status = 0 } = response;
      const answered = raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1]!] as const] : []));
      response.on("end", () => resolve({ status, headerList: answered }));
      response.on("error", reject);
      response.resume();
    });
    asked.on("error", reject);
    asked.end();
  });
}
