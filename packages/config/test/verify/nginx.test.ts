import { describe, expect, test } from "vitest";
import { generate } from "../../src/index.ts";
import { rigFor, verify } from "../../src/verify/index.ts";
import type { Break } from "./breaks/break.ts";
import { byPath, p1 } from "./policies.ts";
import { rows } from "./rows/nginx.ts";
import { runOrSkip } from "./run-or-skip.ts";
import { expectRow } from "./serve.ts";

/** By row: what has to be noticed in it. */
const rowBreaks: readonly (readonly [row: string, broken: Break])[] = [
  ["an application behind FastCGI", ["what it says gets through", /^fastcgi_hide_header .*\n/gm, ""]],
  ["a location with a header of its own", ["nothing in it", /^add_header Access-Control-Allow-Origin .*\n/gm, ""]],
  ["error pages", ["nothing with errors", / always;/g, ";"]],
  ["a cache that another origin has warmed", ["what is cached gets through", /^proxy_hide_header .*\n/gm, ""]],
  ["files, whole, in part, unchanged and missing", ["headers twice with 416", /^ *volatile;\n/gm, ""]],
  ["too many requests", ["preflights count", /^if .*\n/gm, ""]],
];

describe.runIf(runOrSkip(rigFor("nginx")))("nginx, beside a user's own configuration", () => {
  test.each(Object.entries(rows))("%s", async (_, row) => {
    await expectRow("nginx", row);
  });

  test.each(rowBreaks)("a break is noticed: %s, %s", async (name, broken) => {
    await expect(expectRow("nginx", { ...rows[name]!, broken })).rejects.toThrow(/expected/);
  });

  test("what is added once is added as policies by path say", async () => {
    const { misses } = await verify("nginx", byPath, { facts: { upstream: "static" }, matrix: false });
    expect(misses).toEqual([]);
  });

  test("a range beyond a file's end is a loss where maps cannot be volatile", () => {
    const codes = (version: string, upstream: "static" | "proxy"): readonly string[] =>
      generate("nginx", p1, { version, upstream }).losses.map(({ code }) => code);
    expect([codes("1.11.6", "static"), codes("1.11.7", "static"), codes("1.11.6", "proxy")]).toEqual([
      ["range-error-doubled"],
      [],
      [],
    ]);
  });
});
