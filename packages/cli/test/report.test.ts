import { execFileSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import type { Report } from "@concors/explain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { serve } from "../../browser/test/support/servers.ts";
import { isControl, printable } from "../src/terminal/printable.ts";
import { runMain } from "./run-main.ts";

const page = "http://localhost:3000";
const put = ["-X", "PUT", "-H", "Content-Type: application/json", "-d", "{}"];
const terminal = { isTerminal: true, columns: 80, rows: 32 };

/** What is seen of an output. */
function rowsOf(stdout: string): string[] {
  return stripVTControlCharacters(stdout).trimEnd().split("\n");
}

function controlsIn(text: string): string[] {
  return Array.from(text).filter((character) => isControl(character.charCodeAt(0)));
}

function onlyGet(): Promise<{ readonly origin: string }> {
  return serve((request, response) => response.writeHead(request.method === "GET" ? 200 : 405).end());
}

test("a report: the verdict, the engines, the line that decided, the rule, what to change", async () => {
  const { origin } = await onlyGet();
  const { stdout } = await runMain(["check", `${origin}/items`, "--from", page, ...put]);
  expect(stdout.replaceAll(origin, "http://127.0.0.1:8000")).toBe(`\
blocked[CORS-P01]: The server answered the preflight 405 Method Not Allowed: it
does not handle OPTIONS for /items, so the browser never sends the PUT.

  Chromium ✗   Firefox ✗   WebKit ✗   standard ✗
  Chromium No 'Access-Control-Allow-Origin' header is present on the requested …
  Firefox  CORS header ‘Access-Control-Allow-Origin’ missing. Status code: 405.
  WebKit   Preflight response is not successful. Status code: 405

  1  OPTIONS http://127.0.0.1:8000/items
     a preflight, because PUT is not GET, HEAD or POST; Content-Type:
       application/json is neither a form's nor text/plain
     > Access-Control-Request-Method: PUT
     > Access-Control-Request-Headers: content-type
     > Origin: http://localhost:3000
     < 405 Method Not Allowed
       ^^^ a preflight must be answered 200 to 299
  2  PUT http://127.0.0.1:8000/items  not sent

  rule: CORS-preflight fetch, step 7
        https://fetch.spec.whatwg.org/#cors-preflight-fetch-0

help (server): Answer the preflight with 204 and the headers below, before the
      router, and for every path that other origins use.
      every answer    Access-Control-Allow-Origin: http://localhost:3000
                      Vary: Origin
      preflight, 204  Access-Control-Allow-Methods: PUT
                      Access-Control-Allow-Headers: Content-Type
      as configuration or code: --fix express, --fix nginx, --fix apache
help (page):   A GET, HEAD or POST without headers of its own needs no
      preflight.
`);
});

describe("the terminal", () => {
  test.each([60, 80, 120])("is %i columns wide", async (columns) => {
    const { origin } = await serve((_request, response) => response.writeHead(500, { Server: "nginx/1.22.1" }).end());
    const { stdout } = await runMain(["check", origin, "--from", page, ...put], { terminal: { ...terminal, columns } });
    const isCode = (row: string): boolean => /^ {6,}\S+: \S+$|^ {6}\S/.test(row) || row.includes("https://fetch.spec");
    expect(rowsOf(stdout).filter((row) => row.length > columns && !isCode(row))).toEqual([]);
  });

  test("is filled once, whatever there is to say", async () => {
    const { origin } = await serve((_request, response) =>
      response.writeHead(404, { Server: "SimpleHTTP/0.6 Python/3.11" }).end(),
    );
    const argv = ["check", origin, "--from", page, ...put, "-H", "X-A: 1", "--credentials", "include"];
    const { stdout } = await runMain(argv, { terminal });
    expect(rowsOf(stdout).length).toBeLessThanOrEqual(terminal.rows);
    expect(stdout).toContain("--fix python-http-server");
  });

  test("gets colours, and nothing else does", async () => {
    const { origin } = await onlyGet();
    const argv = ["check", origin, "--from", page];
    const escape = "\u001b[";
    expect((await runMain(argv, { terminal })).stdout).toContain(`${escape}1m${escape}31mblocked[CORS-O01]${escape}`);
    expect((await runMain(argv)).stdout).not.toContain(escape);
    expect((await runMain([...argv, "--no-color"], { terminal })).stdout).not.toContain(escape);
    expect((await runMain(argv, { terminal, env: { NO_COLOR: "1" } })).stdout).not.toContain(escape);
    expect((await runMain(argv, { terminal, env: { TERM: "dumb" } })).stdout).not.toContain(escape);
  });

  test("is not the server's to command", async () => {
    const evil = "\u009b31mred\u0007";
    const { origin } = await serve((_request, response) => {
      response.socket?.end(
        `HTTP/1.1 200 ${evil}\r\nAccess-Control-Allow-Origin: ${evil}\r\nServer: ${evil}\r\n\r\n`,
        "latin1",
      );
    });
    for (const options of [[], ["-v"], ["--json"], ["--print", "curl"], ["--fix", "nginx"]]) {
      const { stderr, stdout } = await runMain(["check", origin, "--from", page, ...options]);
      expect(controlsIn(stdout + stderr).filter((character) => character !== "\n")).toEqual([]);
    }
  });
});

test("-v shows every line of each console, and what the script gets", async () => {
  const { origin } = await serve((_request, response) => response.writeHead(200).end());
  const { stdout } = await runMain(["check", origin, "--from", page, "-v"]);
  const text = stdout.replaceAll(/\s+/g, " ");
  expect(text).toContain(
    `Chromium Access to fetch at '${origin}/' from origin '${page}' has been blocked by CORS policy: No`,
  );
  expect(text).toContain("Failed to load resource: net::ERR_FAILED (script) TypeError: Failed to fetch Firefox");
  expect(text).toContain(`WebKit Origin ${page} is not allowed by Access-Control-Allow-Origin. Status code: 200`);
});

test("-v shows every header", async () => {
  const { origin } = await serve((_request, response) => response.writeHead(200, { "X-Odd": "1" }).end());
  const argv = ["check", origin, "--from", page];
  expect((await runMain(argv)).stdout).not.toContain("X-Odd");
  const { stdout } = await runMain([...argv, "-v"]);
  expect(stdout).toContain("< X-Odd: 1");
  expect(stdout).toContain("> Sec-Fetch-Mode: cors");
});

test("--fix prints only what is to be put in place", async () => {
  const { origin } = await onlyGet();
  const { status, stdout } = await runMain(["check", origin, "--from", page, "--fix", "nginx"]);
  expect(status).toBe(1);
  expect(stdout).toBe(`\
# as files: concors config nginx --origin http://localhost:3000 --out FOLDER
# cors-http.conf: included in the http block, once
# Who may read: the origin, or nothing.
map "$http_origin" $cors_origin {
  default                    "";
  "~^http://localhost:3000$" $http_origin;
}
# 1 for a preflight: OPTIONS, with an origin and the method that is asked for.
map "$request_method:$http_access_control_request_method:$http_origin" $cors_preflight {
  default             0;
  "~^OPTIONS:[^:]+:." 1;
}
map "$cors_preflight $cors_origin" $cors_answer {
  default "";
  "1 "    403;
  "~^1 ." 204;
}

# cors-server.conf: included in the server block
include cors-headers.conf;
# Before authentication and the application.
if ($cors_answer = 204) { return 204; }
if ($cors_answer = 403) { return 403; }

# cors-headers.conf: beside cors-server.conf, which includes it; included again in each location that has an add_header or a proxy_hide_header of its own
# What the application says about CORS does not get through.
proxy_hide_header Access-Control-Allow-Origin;
proxy_hide_header Access-Control-Allow-Credentials;
proxy_hide_header Access-Control-Allow-Methods;
proxy_hide_header Access-Control-Allow-Headers;
proxy_hide_header Access-Control-Allow-Private-Network;
proxy_hide_header Access-Control-Expose-Headers;
proxy_hide_header Access-Control-Max-Age;
# A header without a value is not sent. always: with errors too.
add_header Vary                        Origin always;
add_header Access-Control-Allow-Origin $cors_origin always;
`);
});

describe("--fix, where there is nothing to put in place,", () => {
  test("says that it is allowed", async () => {
    const { origin } = await serve((_, response) =>
      response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end(),
    );
    const { status, stdout } = await runMain(["check", origin, "--from", page, "--fix", "auto"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^# Pages of .* may read the answer to .*\n# Nothing has to be changed\.\n$/);
  });

  test("says what is wrong, and moves no cursor", async () => {
    const evil = "\u009b31m";
    const { origin } = await serve((_, response) =>
      response.socket?.end(`HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: ${evil}\r\n\r\n`, "latin1"),
    );
    const { stdout } = await runMain(["check", origin, "--from", "null", "--fix", "auto"]);
    expect(stdout).toMatch(/^# The page has no origin .*\n(?:# .*\n)*# No configuration mends it\.\n$/);
    expect(controlsIn(stdout).filter((character) => character !== "\n")).toEqual([]);
  });

  test("says why a server cannot be configured so", async () => {
    const { origin } = await onlyGet();
    const { stdout } = await runMain(["check", origin, "--from", page, "--fix", "netlify"]);
    expect(stdout).toMatch(/^# Netlify cannot be configured so\.\n# careful: .*"\*" alone/);
  });
});

test.each(["apache", "caddy", "php", "lighttpd", "s3", "iis", "azure-storage", "haproxy"])(
  "--fix %s says of each part where it goes",
  async (server) => {
    const { origin } = await onlyGet();
    const { stdout } = await runMain(["check", origin, "--from", page, "--fix", server, "--json"]);
    const { explanations } = JSON.parse(stdout) as Report;
    const text = (await runMain(["check", origin, "--from", page, "--fix", server])).stdout;
    const parts = explanations[0]!.fix.server[0]!.parts;
    expect(parts.length).toBeGreaterThan(0);
    for (const { code, path, where } of parts) {
      expect(text).toContain(`${path}: ${where.replaceAll("--", path.endsWith(".xml") ? "- -" : "--")}`);
      expect(text).toContain(code);
    }
  },
);

test("secrets are in no output", async () => {
  const { origin } = await serve((_request, response) =>
    response.writeHead(401, { "Set-Cookie": "session=hush; Path=/", Location: "https://user:hush@b.example/" }).end(),
  );
  const url = `${origin}/a?page=1&access_token=hush#token=hush`;
  const argv = ["check", url, "--from", page, "-H", "Authorization: Bearer hush", "-H", "X-Api-Key: hush"];
  for (const options of [[], ["-v"], ["--json"], ["--print", "curl"], ["--print", "curl", "-v"], ["--fix", "auto"]]) {
    const { stderr, stdout } = await runMain([...argv, ...options]);
    expect(stdout + stderr).not.toContain("hush");
  }
});

describe("--print curl", () => {
  test("prints the preflight, and the request that a browser does not send", async () => {
    const { origin } = await onlyGet();
    const { stdout } = await runMain(["check", `${origin}/a`, "--from", page, ...put, "--insecure", "--print", "curl"]);
    expect(stdout).toBe(`\
# 1: the preflight
curl -i -X OPTIONS ${origin}/a -H 'Access-Control-Request-Method: PUT' -H 'Access-Control-Request-Headers: content-type' -H 'Origin: ${page}' --insecure
# 2: the request: a browser does not send it
curl -i -X PUT ${origin}/a -H 'Content-Type: application/json' -H 'Origin: ${page}' --data-raw '{}' --insecure
`);
  });

  test("means to a shell what it says", async () => {
    const { origin } = await serve((_request, response) => response.writeHead(200).end());
    const body = `it's "$HOME" \`id\` \\ ; & | < > * ? ~ # ! \n $(id)`;
    const { stdout } = await runMain([
      "check",
      origin,
      "--from",
      page,
      "-d",
      body,
      "-H",
      "Accept: a'b",
      "--print",
      "curl",
    ]);
    const words = execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }\n${stdout}`], { encoding: "utf8" }).split(
      "\0",
    );
    expect(words).toContain("Accept: a'b");
    expect(words).toContain(body);
  });
});

test("what is printed of any text moves no cursor", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(controlsIn(printable(text))).toEqual([]);
    }),
  );
  expect(printable("plain, über")).toBe("plain, über");
});
