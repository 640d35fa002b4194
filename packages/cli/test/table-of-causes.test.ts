import { expect, test } from "vitest";
import type { Report } from "@concors/explain";
import { serve, serveTcp } from "../../browser/test/support/servers.ts";
import { runMain } from "./run-main.ts";

const page = "http://localhost:3000";
const credentials = ["--credentials", "include"];
const put = ["-X", "PUT"];
const custom = ["-H", "X-Custom: 1"];

type Headers = Readonly<Record<string, string>>;

const own: Headers = { "Access-Control-Allow-Origin": page };
const all: Headers = { "Access-Control-Allow-Origin": "*" };
const origin = (value: string): Headers => ({ "Access-Control-Allow-Origin": value });
const methods = (value: string): Headers => ({ ...own, "Access-Control-Allow-Methods": value });
const names = (value: string): Headers => ({ ...own, "Access-Control-Allow-Headers": value });

/** An answer of a real server: its status and headers. */
type Answer = readonly [status: number, headers?: Headers];

/**
 * What a real server answers to the preflight and to the request, and the cause that all engines have. Where they have
 * different ones, and what no server of this machine can do, is in `look-alikes.test.ts` and in the rows of
 * `packages/explain/test/causes.json`.
 */
const rows: readonly (readonly [
  name: string,
  argv: readonly string[],
  code: string | null,
  actual: Answer,
  preflight?: Answer,
])[] = [
  ["no header at all", [], "CORS-O01", [200]],
  ["no header on an error is an error first", [], "CORS-O02", [500]],
  ["another origin", [], "CORS-O03", [200, origin("https://other.example")]],
  ["another port of the host", [], "CORS-O03", [200, origin("http://localhost:3001")]],
  ["another scheme", [], "CORS-O03", [200, origin("https://localhost:3000")]],
  ["a slash at the end", [], "CORS-O04", [200, origin(`${page}/`)]],
  ["capitals", [], "CORS-O04", [200, origin("http://LOCALHOST:3000")]],
  ["null for a real origin", [], "CORS-O10", [200, origin("null")]],
  ["an empty value", [], "CORS-O08", [200, origin("")]],
  ["a list with commas", [], "CORS-O05", [200, origin(`${page}, https://other.example`)]],
  ["a list with spaces", [], "CORS-O05", [200, origin(`${page} https://other.example`)]],
  ["a pattern", [], "CORS-O07", [200, origin("http://*:3000")]],
  ["* with credentials", credentials, "CORS-C01", [200, all]],
  ["no leave for credentials", credentials, "CORS-C02", [200, own]],
  ["True is not true", credentials, "CORS-C02", [200, { ...own, "Access-Control-Allow-Credentials": "True" }]],
  ["a preflight that nobody handles", put, "CORS-P01", [200, own], [404]],
  ["a preflight that is not found, with headers", put, "CORS-P01", [200, own], [405, methods("PUT")]],
  ["a preflight that wants a log-in", put, "CORS-P02", [200, own], [401]],
  ["a preflight that crashes", put, "CORS-P03", [200, own], [502, methods("PUT")]],
  ["a preflight that is not modified", put, "CORS-P04", [200, own], [304, methods("PUT")]],
  ["a preflight that is too much", put, "CORS-P04", [200, own], [429]],
  ["a preflight without Access-Control-Allow-Origin", put, "CORS-P05", [200, own], [204]],
  ["a preflight for another origin", put, "CORS-O03", [200, own], [204, origin("https://other.example")]],
  ["a preflight that is redirected", put, "CORS-P09", [200, own], [302, { ...methods("PUT"), Location: "/other" }]],
  ["a preflight that is redirected for a slash", put, "CORS-P07", [200, own], [301, { Location: "/a/" }]],
  [
    "a preflight that is sent to a log-in",
    put,
    "CORS-P08",
    [200, own],
    [302, { Location: "https://id.example/login" }],
  ],
  ["a method that is not allowed", put, "CORS-M01", [200, own], [204, methods("GET, POST")]],
  ["Allow is not Access-Control-Allow-Methods", put, "CORS-M01", [200, own], [204, { ...own, Allow: "PUT" }]],
  ["patch is not PATCH", ["-X", "patch"], "CORS-M02", [200, own], [204, methods("PATCH")]],
  [
    "* of methods with credentials is a name",
    [...put, ...credentials],
    "CORS-M03",
    [200, own],
    [204, { ...methods("*"), "Access-Control-Allow-Credentials": "true" }],
  ],
  ["methods with spaces between", put, "CORS-M04", [200, own], [204, methods("GET PUT")]],
  ["a header that is not allowed", custom, "CORS-H01", [200, own], [204, names("Content-Type")]],
  [
    "* of headers with credentials is a name",
    [...custom, ...credentials],
    "CORS-H02",
    [200, own],
    [204, { ...names("*"), "Access-Control-Allow-Credentials": "true" }],
  ],
  ["headers with semicolons between", custom, "CORS-H04", [200, own], [204, names("X-A; X-Custom")]],
  ["a preflight that is right, and an answer that is not", put, "CORS-O01", [200], [204, methods("PUT")]],
  ["a preflight that is right, and an answer that failed", put, "CORS-O02", [500], [204, methods("PUT")]],
  ["a redirect without the header", [], "CORS-R01", [302, { Location: "/other" }]],
  ["a redirect for a slash without it", [], "CORS-R03", [301, { Location: "/a/" }]],
  ["a redirect to a user and password", [], "CORS-R06", [302, { ...own, Location: "http://u:p@127.0.0.1:1/" }]],
  ["a redirect to foo:", [], "CORS-R07", [302, { ...own, Location: "foo:bar" }]],
  ["a redirect in circles", [], "CORS-R08", [302, { ...own, Location: "/a" }]],
  ["a redirect that the page does not want", ["--redirect", "error"], "CORS-R09", [302, { ...own, Location: "/b" }]],
  ["same-origin mode", ["--mode", "same-origin"], "CORS-S02", [200, own]],
  ["a page without an origin", ["--from", "null"], "CORS-O09", [200, own]],
  ["a header that is not exposed is a note", [], null, [200, { ...own, "X-Foo": "1" }]],
];

const played = rows.map(([name, argv, code, actual, preflight = actual]) => ({ name, argv, code, actual, preflight }));

test.each(played)("$name", async ({ actual, argv, code, preflight }) => {
  const { origin: api } = await serve((request, response) => {
    const [status, headers = {}] = request.method === "OPTIONS" ? preflight : actual;
    response.writeHead(status, headers).end();
  });
  const pages = argv.includes("--from") ? [] : ["--from", page];
  const { status, stdout } = await runMain(["check", `${api}/a`, ...pages, ...argv, "--json"]);
  const { engines } = JSON.parse(stdout) as Report;
  expect([...new Set(engines.map((outcome) => outcome.code))]).toEqual([code]);
  expect(status).toBe(code === null ? 0 : 1);
});

test("a port of another protocol is not called, whatever listens there", async () => {
  const { stdout } = await runMain(["check", "http://127.0.0.1:6000/", "--from", page, "--json"]);
  const { engines, explanations } = JSON.parse(stdout) as Report;
  expect([...new Set(engines.map(({ code }) => code))]).toEqual(["CORS-S04"]);
  expect(explanations[0]?.timeline).toEqual([]);
});

test("two lines of the header are as many as a list", async () => {
  const { origin: api } = await serveTcp((socket) => {
    socket.end(
      `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: ${page}\r\nAccess-Control-Allow-Origin: ${page}\r\nContent-Length: 0\r\n\r\n`,
    );
  });
  const { stdout } = await runMain(["check", api, "--from", page, "--json"]);
  const { engines } = JSON.parse(stdout) as Report;
  expect([...new Set(engines.map(({ code }) => code))]).toEqual(["CORS-O06"]);
});

test("after a redirect to a third origin the page's own is no longer told", async () => {
  const target = await serve((_request, response) => response.writeHead(200, own).end());
  const { origin: api } = await serve((_request, response) =>
    response.writeHead(302, { ...own, Location: target.origin }).end(),
  );
  const { stdout } = await runMain(["check", api, "--from", page, "--json"]);
  const { engines } = JSON.parse(stdout) as Report;
  expect([...new Set(engines.map(({ code }) => code))]).toEqual(["CORS-R05"]);
  expect(target.requests[0]?.headers.origin).toBe("null");
});
