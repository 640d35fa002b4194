import { execFileSync } from "node:child_process";
import type { Trace } from "@concors/browser/engine";
import { createClient, createPageRequest } from "@concors/browser/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain } from "../src/index.ts";
import { arbitraryCase, origin, url } from "./arbitrary-case.ts";
import type { Row } from "./play.ts";
import { play } from "./play.ts";

const row: Row = {
  name: "",
  want: { code: "CORS-O01" },
  url: `${url}?page=1&access_token=secret`,
  init: {
    method: "PUT",
    body: "it's secret",
    credentials: "include",
    headers: [
      ["Content-Type", "application/json"],
      ["Authorization", "Bearer secret"],
    ],
  },
  answers: {},
};

/** The words that a shell makes of a line. */
function wordsOf(line: string): string[] {
  return execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }\n${line}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);
}

test("a request is made again by curl, by fetch and by a link, without what is secret", () => {
  const { reproduce } = explain(play(row, "chromium"));
  const target = `${url}?page=1&access_token=***`;
  expect(reproduce.curl.map((line) => wordsOf(line).join("\n"))).toEqual([
    `-i\n-X\nOPTIONS\n${target}
-H\nAccess-Control-Request-Method: PUT
-H\nAccess-Control-Request-Headers: authorization,content-type
-H\nOrigin: ${origin}`,
    `-i\n-X\nPUT\n${target}
-H\nContent-Type: application/json
-H\nAuthorization: Bearer ***
-H\nOrigin: ${origin}
--data-raw\nBODY`,
  ]);
  expect(reproduce.fetch).toBe(`await fetch("${target}", {
  "method": "PUT",
  "headers": {
    "Content-Type": "application/json",
    "Authorization": "Bearer ***"
  },
  "body": "BODY",
  "credentials": "include"
})`);
  expect([...new URLSearchParams(reproduce.permalink.replace("#/check?", ""))]).toEqual([
    ["url", target],
    ["from", origin],
    ["method", "PUT"],
    ["header", "Content-Type: application/json"],
    ["header", "Authorization: Bearer ***"],
    ["body", "BODY"],
    ["credentials", "include"],
  ]);
  expect(JSON.stringify(reproduce)).not.toContain("secret");
});

test("what a request does by itself is not said", () => {
  const { reproduce } = explain(play({ name: "", want: { code: null }, url, answers: {} }, "spec"));
  expect(reproduce.fetch).toBe(`await fetch("${url}")`);
  expect(reproduce.permalink).toBe(`#/check?${new URLSearchParams({ url, from: origin }).toString()}`);
});

describe("whatever is asked and answered,", () => {
  test("the call of fetch asks for the same", () => {
    fc.assert(
      fc.property(arbitraryCase, (one) => {
        const trace = play(one.row, one.engine);
        const asked = calledWith(explain(trace).reproduce.fetch);
        const again = createPageRequest(createClient(new URL(`${origin}/`)), new URL(asked.url), asked.init);
        expect(again.method).toBe(trace.request.method);
        expect(again.credentialsMode).toBe(trace.request.credentials);
        expect(again.headerList.map(([name]) => name)).toEqual(trace.request.headers.map(([name]) => name));
      }),
    );
  });

  test("there is a line for each request that was sent, and for the one that was not", () => {
    fc.assert(
      fc.property(arbitraryCase, (one) => {
        const trace: Trace = play(one.row, one.engine);
        const { notSent, reproduce } = explain(trace);
        expect(reproduce.curl).toHaveLength(trace.exchanges.length + (notSent === null ? 0 : 1));
        for (const line of reproduce.curl) expect(line).not.toContain("Bearer hidden");
      }),
    );
  });
});

interface Called {
  readonly url: string;
  readonly init: Parameters<typeof createPageRequest>[2];
}

/** The arguments of a call, which are JSON. */
function calledWith(call: string): Called {
  const [first, init = {}] = JSON.parse(`[${call.slice("await fetch(".length, -1)}]`) as [string, object?];
  const { headers } = init as { readonly headers?: Readonly<Record<string, string>> };
  return { url: first, init: { ...init, ...(headers !== undefined && { headers: Object.entries(headers) }) } };
}
