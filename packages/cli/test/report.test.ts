import { execFileSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { serve } from "../../browser/test/support/servers.ts";
import { isControl, printable } from "../src/terminal/printable.ts";
import { runMain } from "./run-main.ts";

const page = "http://localhost:3000";
const put = ["-X", "PUT", "-H", "Content-Type: application/json", "-d", "{}"];
const terminal = { isTerminal: true, columns: 80, rows: 30 };

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

  1  OPTIONS http://127.0.0.1:8000/items
     a preflight, because PUT is not GET, HEAD or POST; Content-Type:
       application/json is neither a form's nor text/plain
     > Access-Control-Request-Method: PUT
     > Access-Control-Request-Headers: content-type
     > Origin: http://localhost:3000
     < 405 Method Not Allowed
       ^^^ a preflight must be answered 200 to 299
  2  PUT http://127.0.0.1:8000/items  not sent

  note: Chromium and Firefox name the missing Access-Control-Allow-Origin in the
        console; it is missing because of the status.
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
    for (const options of [[], ["-v"], ["--json"], ["--curl"], ["--fix", "nginx"]]) {
      const { stderr, stdout } = await runMain(["check", origin, "--from", page, ...options]);
      expect(controlsIn(stdout + stderr).filter((character) => character !== "\n")).toEqual([]);
    }
  });
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
# in the server block, and again in each location block that has an add_header of its own
add_header Access-Control-Allow-Origin "http://localhost:3000" always;
add_header Vary "Origin" always;
`);
});

test("secrets are in no output", async () => {
  const { origin } = await serve((_request, response) =>
    response.writeHead(401, { "Set-Cookie": "session=hush; Path=/", Location: "https://user:hush@b.example/" }).end(),
  );
  const url = `${origin}/a?page=1&access_token=hush#token=hush`;
  const argv = ["check", url, "--from", page, "-H", "Authorization: Bearer hush", "-H", "X-Api-Key: hush"];
  for (const options of [[], ["-v"], ["--json"], ["--curl"], ["--curl", "-v"], ["--fix", "auto"]]) {
    const { stderr, stdout } = await runMain([...argv, ...options]);
    expect(stdout + stderr).not.toContain("hush");
  }
});

describe("--curl", () => {
  test("prints the preflight, and the request that a browser does not send", async () => {
    const { origin } = await onlyGet();
    const { stdout } = await runMain(["check", `${origin}/a`, "--from", page, ...put, "--insecure", "--curl"]);
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
    const { stdout } = await runMain(["check", origin, "--from", page, "-d", body, "-H", "Accept: a'b", "--curl"]);
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
