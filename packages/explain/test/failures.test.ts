import { engineNames } from "@concors/browser/engine";
import { describe, expect, test } from "vitest";
import { explain, explainAll } from "../src/index.ts";
import type { ExplainedFailure } from "../src/index.ts";
import type { Row } from "./play.ts";
import { play } from "./play.ts";

const url = "https://api.example.com/items";
const origin = "https://app.example.com";

function failuresOf(row: Omit<Row, "name" | "want">): readonly ExplainedFailure[] {
  const traces = engineNames.map((engine) => play({ name: "", want: { code: null }, ...row }, engine));
  return explainAll(traces).explanations[0]!.failures;
}

/** A failure in a line: where, what, who stops at it, or behind what it is hidden. */
function told({ code, decides, exchange, hiddenBehind }: ExplainedFailure): string {
  return `${exchange ?? "-"} ${code} ${hiddenBehind === null ? decides.join(",") : `behind ${hiddenBehind}`}`;
}

describe("every failure is told", () => {
  test("each engine stops at another check of a preflight that nobody handles", () => {
    const failures = failuresOf({ init: { method: "PUT", headers: [["X-A", "1"]] }, answers: {} });
    expect(failures.map(told)).toEqual([
      "0 CORS-P05 spec,chromium,firefox",
      "0 CORS-P01 webkit",
      "0 CORS-M01 behind CORS-P01",
      "0 CORS-H01 behind CORS-P01",
    ]);
  });

  test("an engine that stops at the missing header has the status, the cause, behind it, and the rest behind that", () => {
    const trace = play({ name: "", want: { code: null }, init: { method: "PUT" }, answers: {} }, "chromium");
    const { cause, failures } = explain(trace);
    expect(cause?.code).toBe("CORS-P01");
    expect(failures.map(told)).toEqual([
      "0 CORS-P05 chromium",
      "0 CORS-P01 behind CORS-P05",
      "0 CORS-M01 behind CORS-P01",
    ]);
  });

  test("a header that nobody gets to see refused, because the method is", () => {
    const headers = [["Access-Control-Allow-Origin", origin]] as const;
    const failures = failuresOf({
      init: { method: "PUT", headers: [["X-A", "1"]] },
      answers: { [`OPTIONS ${url}`]: { status: 204, headers } },
    });
    expect(failures.map(told)).toEqual(["0 CORS-M01 spec,chromium,firefox,webkit", "0 CORS-H01 behind CORS-M01"]);
  });

  test("what is hidden is in the answer of the request, where its preflight passed", () => {
    const headers = [
      ["Access-Control-Allow-Origin", origin],
      ["Access-Control-Allow-Methods", "PUT"],
    ] as const;
    const failures = failuresOf({
      init: { method: "PUT" },
      answers: { [`OPTIONS ${url}`]: { status: 204, headers }, [`PUT ${url}`]: { status: 500 } },
    });
    expect(failures.map(told)).toEqual(["1 CORS-O02 spec,chromium,firefox,webkit"]);
  });

  test("none of a fetch that is allowed", () => {
    const headers = [["Access-Control-Allow-Origin", "*"]] as const;
    expect(failuresOf({ answers: { [`GET ${url}`]: { status: 200, headers } } })).toEqual([]);
  });
});

test("the console is what the browser prints, but for the secrets in it", () => {
  const row = { name: "", want: { code: null }, url: `${url}?page=1&access_token=hush`, answers: {} } as const;
  const { console: lines } = explain(play(row, "chromium"));
  expect(lines[0]).toContain(`at '${url}?page=1&access_token=***' from origin '${origin}'`);
  expect(explain(play(row, "firefox")).console[0]).toContain("access_token=***. (Reason:");
  const redirect = {
    status: 302,
    headers: [
      ["Access-Control-Allow-Origin", origin],
      ["Location", "//u:hush@b.example/"],
    ],
  } as const;
  const answers = { [`GET ${url}`]: redirect };
  const { console: ofRedirect } = explain(play({ ...row, url, answers }, "webkit"));
  expect(ofRedirect[0]).toContain("redirection URL https://***@b.example/ has credentials");
});
