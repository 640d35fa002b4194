import { expect, test } from "vitest";
import type { Report } from "@concors/explain";
import { serve, serveTcp } from "../../browser/test/support/servers.ts";
import { answering, answersTo } from "./live/answers.ts";
import { runMain } from "./run-main.ts";

const page = "http://localhost:3000";
const own = { "Access-Control-Allow-Origin": page };

test.each(answersTo(page))("$name", async (row) => {
  const { argv, code } = row;
  const { origin: api } = await serve(answering(row));
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
