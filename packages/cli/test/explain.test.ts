import { causeCodes, securityCodes } from "@concors/explain";
import { auditCodes } from "@concors/explain/audit";
import type { ConsoleReading } from "@concors/explain";
import { describe, expect, test } from "vitest";
import { isControl } from "../src/terminal/printable.ts";
import { runMain } from "./run-main.ts";

const url = "https://api.example.com/items";
const origin = "https://app.example.com";
const blocked = `Access to fetch at '${url}' from origin '${origin}' has been blocked by CORS policy:`;
const missing = "No 'Access-Control-Allow-Origin' header is present on the requested resource.";

describe("concors explain CODE", () => {
  test("prints the long text of a cause, in whichever case it is written", async () => {
    const { status, stdout } = await runMain(["explain", "cors-p01"]);
    expect(status).toBe(0);
    expect(stdout).toBe(`\
CORS-P01: The server does not handle OPTIONS

Before this request the browser asks with OPTIONS whether it may. The server
knows no OPTIONS for this path (404, 405, 501), so nothing after it is sent.
Chromium and Firefox then complain about a missing header, although the status
is the reason.

help (server): Answer the preflight with 204 and the headers below, before the
      router, and for every path that other origins use.
help (page):   A GET, HEAD or POST without headers of its own needs no
      preflight.

In the console:
Chromium Response to preflight request doesn't pass access control check: No
         'Access-Control-Allow-Origin' header is present on the requested
         resource.
Firefox  (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status
         code: …
WebKit   Preflight response is not successful. Status code: …

rule: CORS-preflight fetch, step 7
      https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
`);
  });

  test("every code has one, on 80 columns", async () => {
    for (const code of [...causeCodes, ...securityCodes, ...auditCodes]) {
      const { stdout } = await runMain(["explain", code]);
      expect(stdout.startsWith(`${code}: `)).toBe(true);
      const tooLong = stdout.split("\n").filter((row) => row.length > 80 && !/https:|net::/.test(row));
      expect(tooLong).toEqual([]);
    }
  });

  test("without a code, lists all", async () => {
    const { stdout } = await runMain(["explain"]);
    for (const code of [...causeCodes, ...securityCodes, ...auditCodes]) expect(stdout).toContain(`  ${code} `);
    const { stdout: json } = await runMain(["explain", "--json"]);
    expect((JSON.parse(json) as { code: string }[]).map(({ code }) => code)).toEqual(causeCodes);
  });

  test.each([
    ["P1", '"P1" is no code of a cause: did you mean CORS-P01, CORP-01 or CSP-01?'],
    ["CORSO3", '"CORSO3" is no code of a cause: did you mean CORS-O03?'],
    ["CORS-O99", '"CORS-O99" is no code of a cause: did you mean CORS-O01, CORS-O02 or CORS-O03?'],
    ["nonsense", '"nonsense" is no code of a cause: concors explain lists all there are.'],
  ])("%s: says what is near", async (text, sentence) => {
    const { status, stderr, stdout } = await runMain(["explain", text]);
    expect({ status, stderr, stdout }).toEqual({ status: 2, stderr: `concors: ${sentence}\n`, stdout: "" });
  });
});

describe("concors explain --paste", () => {
  test("says what a text may come of, and the check that tells", async () => {
    const { status, stdout } = await runMain([
      "explain",
      "--paste",
      `${blocked} Response to preflight request doesn't pass access control check: ${missing}`,
    ]);
    expect(status).toBe(0);
    expect(stdout).toBe(`\
Chromium says this of https://api.example.com/items, asked for by
https://app.example.com.

It says the same of 5 causes. Most likely first:
  CORS-P01  the preflight is answered 404, 405 or 501
  CORS-P02  the preflight is answered 401, 403 or 407
  CORS-P03  the preflight is answered 500 or above
  CORS-P04  the preflight has another status that is not 200 to 299
  CORS-P05  the preflight is answered 200 to 299, without
            Access-Control-Allow-Origin

The long text of each: concors explain CORS-P01

Which one it is (put in what is in capitals):
  concors check https://api.example.com/items --from https://app.example.com -X METHOD
`);
  });

  test("explains at once what can be one thing only", async () => {
    const text = `${blocked} Method PATCH is not allowed by Access-Control-Allow-Methods in preflight response.`;
    const { stdout } = await runMain(["explain", "--paste", `${blocked} Redirect location '' contains a username`]);
    expect(stdout).toContain("CORS-R06: A redirect to a URL with a user name or password");
    expect((await runMain(["explain", "--paste", text])).stdout).toContain(`--from ${origin} -X PATCH\n`);
  });

  test("a text needs no option, as a code is one word", async () => {
    const text = `${blocked} ${missing}`;
    expect(await runMain(["explain", text])).toEqual(await runMain(["explain", "--paste", text]));
    expect((await runMain(["explain", "my page is blocked"])).stderr).toBe(
      "concors: no browser's words for a blocked request are in this text: copy the red lines of the console, whole.\n",
    );
  });

  test.each([[["--paste", "-"]], [["-"]]])("%j reads standard input", async (argv) => {
    const readInput = (): Promise<string> => Promise.resolve(`${blocked}\n  ${missing}\n`);
    const { stdout } = await runMain(["explain", ...argv, "--json"], { readInput });
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      engine: "chromium",
      url,
      origin,
      command: `concors check ${url} --from ${origin}`,
    });
  });

  test.each([
    ["", "there is no text: copy the red lines of the console."],
    ["hello", "no browser's words for a blocked request are in this text: copy the red lines of the console, whole."],
  ])("%j is a sentence", async (text, sentence) => {
    const { status, stderr } = await runMain(["explain", "--paste", text]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: `concors: ${sentence}\n` });
  });

  test("a code and a text are not explained at once", async () => {
    expect((await runMain(["explain", "CORS-O01", "--paste", "x"])).stderr).toBe(
      "concors: a code, or --paste with a text: not both.\n",
    );
  });

  test("what is pasted moves no cursor, runs nothing, and takes no time", async () => {
    const evil = `https://api.example.com/\u001b[31m\u009b2J$(id)'\`;id`;
    const { stdout } = await runMain(["explain", "--paste", blocked.replace(url, evil) + missing]);
    expect(Array.from(stdout).filter((character) => character !== "\n" && isControl(character.charCodeAt(0)))).toEqual(
      [],
    );
    const json = await runMain([
      "explain",
      "--json",
      "--paste",
      `${blocked.replace(url, "https://x.example/$(id)")} ${missing}`,
    ]);
    expect((JSON.parse(json.stdout) as ConsoleReading).command).toBe(
      `concors check 'https://x.example/$(id)' --from ${origin}`,
    );
    const started = performance.now();
    await runMain(["explain", "--paste", "contains multiple values '".repeat(40_000)]);
    await runMain(["explain", "--paste", "Access to fetch at 'http://".repeat(40_000)]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
