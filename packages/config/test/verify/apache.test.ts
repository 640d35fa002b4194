import { describe, expect, test } from "vitest";
import { generate } from "../../src/index.ts";
import { rigFor } from "../../src/verify/index.ts";
import type { Break } from "./breaks/break.ts";
import { p1 } from "./policies.ts";
import { htaccess, vhost } from "./rows/apache.ts";
import { runOrSkip } from "./run-or-skip.ts";
import { expectRow } from "./serve.ts";
import type { Row } from "./serve.ts";

/** By row: what has to be noticed in it. */
const vhostBreaks: readonly (readonly [row: string, broken: Break])[] = [
  [
    "a CGI script, whose headers are in the other table",
    ["what CGI says gets through", /^Header always unset .*\n/gm, ""],
  ],
  ["a cache that another origin has warmed", ["no Vary", /^Header always merge Vary.*\n/gm, ""]],
  ["an application behind FastCGI", ["what it says gets through", /^Header always unset .*\n/gm, ""]],
  ["error pages in the place of the application's", ["nothing with errors", /^Header always /gm, "Header onsuccess "]],
  [
    "rewrite rules of the site",
    ["the origin as the application gets it", "%{CORS_ORIGIN}e", "expr=%{req_novary:Origin}"],
  ],
];

const htaccessBreaks: typeof vhostBreaks = [
  ["a file that asks for a password", ["preflights need it too", / *Require env .*\n/g, ""]],
  [
    "a CGI script, whose headers are in the other table",
    ["what CGI says gets through", /^Header always unset .*\n/gm, ""],
  ],
];

describe.runIf(runOrSkip(rigFor("apache")))("Apache, beside a user's own configuration", () => {
  test.each(Object.entries(vhost))("%s", async (_, row) => {
    await expectRow("apache", row);
  });

  test.each(vhostBreaks)("a break is noticed: %s, %s", async (name, broken) => {
    await expect(expectRow("apache", { ...vhost[name]!, broken })).rejects.toThrow(/expected/);
  });
});

describe.runIf(runOrSkip(rigFor("apache-htaccess")))(".htaccess, beside a user's own configuration", () => {
  test.each(Object.entries(htaccess))("%s", async (_, row) => {
    await expectRow("apache-htaccess", row);
  });

  test.each(htaccessBreaks)("a break is noticed: %s, %s", async (name, broken) => {
    await expect(expectRow("apache-htaccess", { ...htaccess[name]!, broken })).rejects.toThrow(/expected/);
  });
});

describe.runIf(runOrSkip(rigFor("apache-htaccess")))("a folder below the one of .htaccess", () => {
  const below = (rules: string): Row => ({
    facts: { upstream: "static" },
    own: "RewriteRule ^below/ - [END]",
    site: { "below/a.txt": "a", "below/.htaccess": rules },
    answers: [{ path: "/below/a.txt", status: 200 }],
    preflights: ["/below/a.txt"],
  });

  test("keeps everything, with a file of its own too", async () => {
    await expect(expectRow("apache-htaccess", below("Header set X-Own 1"))).resolves.toBeUndefined();
  });

  test("forgets to answer preflights where it has rewrite rules of its own, as the loss says", async () => {
    const forgetful = below("RewriteEngine On\nRewriteRule ^old$ a.txt");
    await expect(expectRow("apache-htaccess", forgetful)).rejects.toThrow(/expected/);
  });
});

describe("what is lost in Apache", () => {
  test.each([
    ["apache", "2.4.46", ["not-modified-stripped"]],
    ["apache", "2.4.47", []],
    ["apache-htaccess", "2.4.71", ["errors-missing", "rewrite-rules-not-inherited"]],
  ] as const)("%s %s", (target, version, codes) => {
    expect(generate(target, p1, { version }).losses.map(({ code }) => code)).toEqual(codes);
  });

  test("a file of a folder lets preflights pass where a password is asked for", () => {
    const pathsOf = (auth: "none" | "basic"): readonly string[] =>
      generate("apache-htaccess", p1, { auth }).files.map(({ path }) => path);
    expect([pathsOf("none"), pathsOf("basic")]).toEqual([[".htaccess"], [".htaccess", "cors-require.conf"]]);
  });

  test("an application that says nothing about CORS needs no lines that take it away", () => {
    const [file] = generate("apache", p1, { upstreamSendsCors: false }).files;
    expect(file!.text).not.toContain(" unset ");
  });
});
