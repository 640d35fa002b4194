import { describe, expect, test } from "vitest";
import { generate } from "../../src/index.ts";
import { connectTo } from "../../src/verify/exchange.ts";
import { freePort } from "../../src/verify/free-port.ts";
import { rigFor } from "../../src/verify/index.ts";
import { startProgram } from "../../src/verify/server-process.ts";
import type { Break } from "./breaks/break.ts";
import { p1 } from "./policies.ts";
import { rows } from "./rows/caddy.ts";
import { runOrSkip } from "./run-or-skip.ts";
import { expectAll, expectRow } from "./serve.ts";

/** By row: what has to be noticed in it. */
const rowBreaks: readonly (readonly [row: string, broken: Break])[] = [
  ["an application behind FastCGI", ["what it says gets through", /^\theader_down .*\n/gm, ""]],
  [
    "files, whole, in part, unchanged and missing",
    ["nothing with errors", /^\theader \+Vary Origin/gm, "\theader {\n+Vary Origin\ndefer\n}"],
  ],
  ["what is forbidden, what has moved, and what is rewritten", ["no answers", /^\trespond .*\n/gm, ""]],
];

describe.runIf(runOrSkip(rigFor("caddy")))("Caddy, beside a user's own configuration", () => {
  test.each(Object.entries(rows))("%s", async (_, row) => {
    await expectRow("caddy", row);
  });

  test.each(rowBreaks)("a break is noticed: %s, %s", async (name, broken) => {
    await expect(expectRow("caddy", { ...rows[name]!, broken })).rejects.toThrow(/expected/);
  });
});

describe.runIf(runOrSkip(rigFor("caddy")))("Caddy, as its users write it", () => {
  const inRoute = "route {\nimport cors\nredir /moved /a.txt\nhandle {\nfile_server\n}\n}";
  const outside = "import cors\nredir /moved /a.txt\nhandle {\nfile_server\n}";

  /** A site with error pages. */
  async function expectSite(directives: string): Promise<void> {
    const port = await freePort();
    const [file] = generate("caddy", p1, { upstream: "static" }).files;
    const server = await startProgram(port, {
      files: {
        Caddyfile: `{
admin off
auto_https off
}
import ${file!.path}
http://:${port} {
bind 127.0.0.1
root * {folder}
header X-Own 1
${directives}
handle_errors {
rewrite * /error.html
file_server
}
}
`,
        "a.txt": "a",
        "error.html": "missing",
        [file!.path]: file!.text,
      },
      command: ["/usr/bin/caddy", "run", "--config", "{folder}/Caddyfile", "--adapter", "caddyfile"],
      env: { HOME: "{folder}", XDG_CONFIG_HOME: "{folder}", XDG_DATA_HOME: "{folder}" },
    });
    const connection = connectTo(port, "api.example.net");
    try {
      await expectAll(connection, {
        answers: [
          { path: "/a.txt", status: 200, has: { "X-Own": /1/ } },
          { path: "/none", status: 404, has: { "Content-Length": /7/ } },
          { path: "/moved", status: 302 },
        ],
        preflights: ["/a.txt", "/none", "/moved"],
      });
    } finally {
      connection.close();
      await server.stop();
    }
  }

  test("in a route, with error pages", async () => {
    await expect(expectSite(inRoute)).resolves.toBeUndefined();
  });

  test("outside of a route, its own order lets other directives answer preflights", async () => {
    await expect(expectSite(outside)).rejects.toThrow(/expected/);
  });
});

describe("where Caddy's snippets go", () => {
  test.each([
    ["2.7.6", "redir, basicauth and handle"],
    ["2.8.0", "redir, basic_auth and handle"],
  ])("the password's directive is called as in %s", (version, words) => {
    expect(generate("caddy", p1, { version, auth: "basic" }).files[0]!.where).toContain(words);
  });

  test("without an application, there is one snippet", () => {
    const [file] = generate("caddy", p1, { upstream: "static" }).files;
    expect(file!.where).not.toContain("cors_upstream");
    expect(file!.text).not.toContain("header_down");
  });
});
