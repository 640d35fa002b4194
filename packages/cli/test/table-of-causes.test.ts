import { expect, test } from "vitest";
import type { Report } from "@concors/explain";
import { serve } from "../../browser/test/support/servers.ts";
import { answering, answersTo } from "./live/answers.ts";
import { runMain } from "./run-main.ts";

const page = "http://localhost:3000";

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
