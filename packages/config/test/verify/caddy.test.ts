import { describe, expect, test } from "vitest";
import { generate } from "../../src/index.ts";
import { connectTo } from "../../src/verify/exchange.ts";
import { freePort } from "../../src/verify/free-port.ts";
import { rigFor } from "../../src/verify/index.ts";
import { startProgram } from "../../src/verify/server-process.ts";
import type { Break } from "./breaks/break.ts";
import { p1 } from "./policies.ts";
import { runOrSkip } from "./run-or-skip.ts";
import { expectAll, expectRow, phpApplication } from "./serve.ts";
import type { Row } from "./serve.ts";

const gzip = [["Accept-Encoding", "gzip"]] as const;
const both = ["Accept-Encoding", "Origin"];

const rows: Readonly<Record<string, Row>> = {
  "files, whole, in part, unchanged and missing": {
    own: "handle /files/* {\nroot * {folder}/site\nfile_server\n}",
    site: { "files/a.txt": "0123456789" },
    answers: [
      { path: "/files/a.txt", status: 200 },
      { path: "/files/a.txt", status: 206, headerList: [["Range", "bytes=0-3"]], has: { "Content-Range": /0-3\/10/ } },
      { path: "/files/a.txt", status: 416, headerList: [["Range", "bytes=20-"]] },
      { path: "/files/a.txt", status: 304, headerList: [["If-None-Match", "*"]] },
      { path: "/files/none.txt", status: 404 },
    ],
    preflights: ["/files/a.txt", "/files/none.txt"],
  },
  "a body that is too large": {
    own: "request_body {\nmax_size 1000\n}",
    // So says Caddy 2.6; later ones say 413.
    answers: [{ path: "/ok", status: 502, method: "POST", body: "a".repeat(2000) }],
    preflights: ["/ok"],
  },
  "compression, beside what the application says itself": {
    own: "encode {\ngzip\nminimum_length 1\nmatch {\nstatus 200\n}\n}",
    answers: [{ path: "/own-reflect", status: 200, headerList: gzip, vary: both }],
    preflights: ["/ok"],
  },
  "headers of the site's own": {
    own: "header X-Own 1\nheader /own* X-Too 1",
    answers: [{ path: "/own-reflect", status: 200, has: { "X-Own": /1/, "X-Too": /1/ } }],
    preflights: ["/own-reflect"],
  },
  "an application behind FastCGI": {
    facts: { upstream: "fastcgi" },
    own: "php_fastcgi /app.php 127.0.0.1:{php} {\nroot {folder}/site\nimport cors_upstream\n}",
    site: { "app.php": phpApplication },
    answers: [
      { path: "/app.php", status: 200, vary: both, has: { "X-Upstream": /php/ } },
      { path: "/app.php?status=500", status: 500, vary: both },
      { path: "/app.php", status: 200, method: "OPTIONS", vary: both, has: { "X-Upstream": /php/ } },
    ],
    preflights: ["/app.php"],
  },
  "an application that takes too long": {
    own: `reverse_proxy /slow 127.0.0.1:{slow} {
import cors_upstream
transport http {
response_header_timeout 50ms
}
}`,
    answers: [{ path: "/slow", status: 504 }],
    preflights: ["/slow"],
  },
  "what is forbidden, what has moved, and what is rewritten": {
    own: "respond /no 403\nredir /moved /ok 308\nrewrite /old /own-reflect\nerror /fails 500",
    answers: [
      { path: "/no", status: 403 },
      { path: "/moved", status: 308 },
      { path: "/old", status: 200 },
      { path: "/fails", status: 500 },
    ],
    preflights: ["/no", "/moved", "/old", "/fails"],
  },
  "the application's own error pages": {
    own: `handle_path /pages/* {
reverse_proxy 127.0.0.1:{upstream} {
import cors_upstream
@missing status 404
handle_response @missing {
respond "missing" 404
}
}
}`,
    answers: [
      { path: "/pages/status-404", status: 404 },
      { path: "/pages/own-error", status: 500 },
    ],
    preflights: ["/pages/status-404"],
  },
};

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
