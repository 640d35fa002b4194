import type { IncomingHttpHeaders } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CheckOrder, RequestOrder } from "../../src/lab/wire.ts";
import { runMain } from "../run-main.ts";
import type { LabClient } from "./lab-client.ts";
import { openLab } from "./lab-client.ts";

let lab: LabClient;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab[Symbol.asyncDispose]());

const from = "https://app.example.com";

/** A server on this machine, and what it was asked. */
async function serve(
  answer: Readonly<Record<string, string>>,
): Promise<
  AsyncDisposable & { readonly url: string; readonly seen: [method: string, headers: IncomingHttpHeaders][] }
> {
  const seen: [string, IncomingHttpHeaders][] = [];
  const server = createServer(({ headers, method = "" }, response) => {
    seen.push([method, headers]);
    response.sendDate = false;
    response.writeHead(200, answer).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/items`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("a request is explained as the command line explains it", async () => {
  await using server = await serve({});
  const { reports, ...rest } = await lab.check({
    kind: "request",
    url: server.url,
    origin: from,
    credentials: "include",
  });
  const { stdout } = await runMain(["check", server.url, "--from", from, "--credentials", "include", "--json"]);
  expect(reports).toEqual([JSON.parse(stdout)]);
  expect(rest).toEqual({ kind: "request", times: [1], count: 1, remarks: [] });
});

test.each<readonly [name: string, order: Partial<RequestOrder>, options: readonly string[]]>([
  ["an image", { destination: "img" }, ["--as", "img"]],
  [
    "a script that asks with CORS",
    { destination: "script", crossOrigin: "use-credentials" },
    ["--as", "script", "--crossorigin", "use-credentials"],
  ],
  ["a page whose policy forbids it", { policies: ["connect-src 'self'"] }, ["--csp", "connect-src 'self'"]],
  [
    "an image in a page that embeds only who agrees",
    { destination: "img", embedderPolicy: "require-corp" },
    ["--as", "img", "--coep", "require-corp"],
  ],
])("%s is explained as the command line explains it", async (_name, order, options) => {
  await using server = await serve({});
  const { reports } = await lab.check({ kind: "request", url: server.url, origin: from, ...order });
  const plain = await lab.check({ kind: "request", url: server.url, origin: from });
  const { stdout } = await runMain(["check", server.url, "--from", from, ...options, "--json"]);
  expect(reports).toEqual([JSON.parse(stdout)]);
  expect(reports).not.toEqual(plain.reports);
});

test("a request that may change something is sent only if that is said", async () => {
  await using server = await serve({ "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "DELETE" });
  const order: CheckOrder = { kind: "request", url: server.url, origin: from, method: "DELETE" };
  await lab.check(order);
  expect(server.seen.map(([method]) => method).includes("DELETE")).toBe(false);
  await lab.check({ ...order, send: true });
  expect(server.seen.map(([method]) => method).includes("DELETE")).toBe(true);
});

test.each([
  ["curl", (url: string) => `$ curl '${url}' -X PUT -H 'X-Mine: 1'`],
  ["fetch", (url: string) => `await fetch("${url}", { method: "PUT", headers: { "X-Mine": "1" } });`],
  ["request", (url: string) => ` ${url}\n`],
] as const)("a pasted text is taken for what it is: %s", async (kind, text) => {
  await using server = await serve({ "Access-Control-Allow-Origin": "*" });
  const answer = await lab.check({ kind: "paste", text: text(server.url), origin: from });
  expect([answer.kind, answer.reports[0]?.verdict]).toEqual([kind, kind === "request" ? "allowed" : "blocked"]);
  const preflights = server.seen.filter(([method]) => method === "OPTIONS");
  expect(preflights.map(([, headers]) => headers["access-control-request-headers"])).toEqual(
    kind === "request" ? [] : ["x-mine"],
  );
});

test("how a copy was read is said, without the options of the command line", async () => {
  await using server = await serve({});
  const text = `curl '${server.url}' -H 'Origin: ${from}' -H 'Cookie: a=secret' -H 'Sec-Fetch-Mode: cors' -H 'Pragma: no-cache' -H 'Cache-Control: no-cache'`;
  const answer = await lab.check({ kind: "paste", text });
  expect(answer.remarks).toEqual([
    "Cache-Control and Pragma were left out: developer tools add them while they disable the cache. If the page sets them, add them to the headers.",
    'The request carries cookies, so it is taken for one with credentials: "include"; they are not sent. Choose credentials "include" to send them.',
  ]);
  expect(JSON.stringify(answer)).not.toContain("secret");
});

test("a recording is explained, and nothing is sent", async () => {
  await using server = await serve({});
  const entry = (path: string, headers: readonly object[]): object => ({
    startedDateTime: "2026-01-01T00:00:00.000Z",
    request: { method: "GET", url: `${server.url}${path}`, headers: [{ name: "Origin", value: from }] },
    response: { status: 200, statusText: "OK", headers },
  });
  const allowing = [{ name: "Access-Control-Allow-Origin", value: "*" }];
  const log = { creator: { name: "Firefox" }, entries: [entry("/a", []), entry("/a", []), entry("/b", allowing)] };
  for (const kind of ["har", "paste"] as const) {
    const answer = await lab.check({ kind, text: JSON.stringify({ log }) });
    expect(answer).toMatchObject({ kind: "har", times: [2], count: 3, reports: [{ verdict: "blocked" }] });
  }
  expect(server.seen).toEqual([]);
});

test("the examples are what they say", async () => {
  const verdicts: unknown[] = [];
  for (const { order } of lab.info.examples) verdicts.push((await lab.check(order)).reports[0]?.verdict);
  expect(verdicts).toEqual(["blocked", "blocked", "blocked", "allowed"]);
});

/** An address where nobody listens any more. */
async function gone(): Promise<{ readonly url: string }> {
  await using server = await serve({});
  return server;
}

test("a server that is not there is no problem of the Lab", async () => {
  const { url } = await gone();
  const answer = await lab.check({ kind: "request", url, origin: from });
  expect(answer.reports[0]?.verdict).toBe("inconclusive");
});

test("a mistake of the Lab's own is said to be one, and ends nothing", async () => {
  let stderr = "";
  const surroundings = {
    lookup: () => Promise.reject(new Error("unforeseen")),
    writeError: (text: string) => void (stderr += text),
  };
  await using server = await serve({});
  await using unlucky = await openLab({}, surroundings);
  expect(await unlucky.call("/api/check", { kind: "request", url: server.url, origin: from })).toEqual({
    status: 500,
    title: "That is a mistake of the Lab's own; its terminal says more.",
  });
  expect(stderr).toContain("Error: unforeseen");
  expect(await unlucky.call("/api/lab")).toEqual(unlucky.info);
});

test("as many are under way as there may be", async () => {
  const answering: (() => void)[] = [];
  const server = createServer((_request, response) => void answering.push(() => response.end()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const order = { kind: "request", url, origin: from };
  const checks = [1, 2, 3, 4].map(() => lab.call("/api/check", order));
  while (answering.length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await lab.call("/api/check", order)).toEqual({
    status: 429,
    title: "4 checks are under way already: wait until one of them is done.",
  });
  const answerAll = setInterval(() => answering.splice(0).forEach((answer) => answer()), 10);
  await Promise.all(checks);
  expect(await lab.call("/api/check", { ...order, url: "x" })).toMatchObject({ status: 400 });
  clearInterval(answerAll);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
