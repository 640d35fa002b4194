import type { Listener } from "../../../browser/test/support/servers.ts";

/** What a real server answers to the preflight and to the request, and the cause that every engine has. */
export interface AnswerRow {
  readonly name: string;
  /** How the check is told what the page asks for. */
  readonly argv: readonly string[];
  /** null if it is allowed. */
  readonly code: string | null;
  readonly actual: Answer;
  readonly preflight: Answer;
  /** What a redirect leads to, at `/after`. */
  readonly after: Answer;
}

/** An answer of a real server: its status and headers, in which `{host}` and `{port}` are its own. */
type Answer = readonly [status: number, headers?: Headers];

type Headers = Readonly<Record<string, string | readonly string[]>>;

type Row = readonly [
  name: string,
  argv: readonly string[],
  code: string | null,
  actual: Answer,
  preflight?: Answer | undefined,
  after?: Answer,
];

const credentials = ["--credentials", "include"];
const put = ["-X", "PUT"];
const custom = ["-H", "X-Custom: 1"];

/**
 * The rows for a page of localhost. Where engines have different causes, and what no server of this machine can do, is in
 * `look-alikes.test.ts` and in the rows of `packages/explain/test/causes.json`.
 */
export function answersTo(page: string): AnswerRow[] {
  return rowsFor(page).map(([name, argv, code, actual, preflight = actual, after = actual]) => ({
    name,
    argv,
    code,
    actual,
    preflight,
    after,
  }));
}

/** A server that answers as a row says. */
export function answering({ actual, preflight, after }: AnswerRow): Listener {
  return (request, response) => {
    const asked = request.url === "/after" ? after : actual;
    const [status, headers = {}] = request.method === "OPTIONS" ? preflight : asked;
    const host = request.headers.host!;
    for (const [name, value] of Object.entries(headers)) {
      const lines = [value].flat().map((line) => line.replace("{host}", host).replace("{port}", host.split(":")[1]!));
      response.setHeader(name, lines);
    }
    response.writeHead(status).end();
  };
}

function rowsFor(page: string): readonly Row[] {
  const { port } = new URL(page);
  const own: Headers = { "Access-Control-Allow-Origin": page };
  const all: Headers = { "Access-Control-Allow-Origin": "*" };
  const origin = (value: string): Headers => ({ "Access-Control-Allow-Origin": value });
  const methods = (value: string): Headers => ({ ...own, "Access-Control-Allow-Methods": value });
  const names = (value: string): Headers => ({ ...own, "Access-Control-Allow-Headers": value });
  return [
    ["no header at all", [], "CORS-O01", [200]],
    ["no header on an error is an error first", [], "CORS-O02", [500]],
    ["another origin", [], "CORS-O03", [200, origin("https://other.example")]],
    ["another port of the host", [], "CORS-O03", [200, origin("http://localhost:1")]],
    ["another scheme", [], "CORS-O03", [200, origin(page.replace("http:", "https:"))]],
    ["127.0.0.1 is not localhost", [], "CORS-O03", [200, origin(`http://127.0.0.1:${port}`)]],
    ["a slash at the end", [], "CORS-O04", [200, origin(`${page}/`)]],
    ["capitals", [], "CORS-O04", [200, origin(`http://LOCALHOST:${port}`)]],
    ["null for a real origin", [], "CORS-O10", [200, origin("null")]],
    ["an empty value", [], "CORS-O08", [200, origin("")]],
    ["a list with commas", [], "CORS-O05", [200, origin(`${page}, https://other.example`)]],
    ["a list with spaces", [], "CORS-O05", [200, origin(`${page} https://other.example`)]],
    ["two lines of the header", [], "CORS-O06", [200, { "Access-Control-Allow-Origin": [page, page] }]],
    ["two lines of the header, in lower case", [], "CORS-O06", [200, { "access-control-allow-origin": [page, page] }]],
    ["a pattern", [], "CORS-O07", [200, origin(`http://*:${port}`)]],
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
    ["a method and a header that are not allowed", [...put, ...custom], "CORS-M01", [200, own], [204, own]],
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
    ["a redirect from http to https", [], "CORS-R02", [301, { Location: "https://{host}/a" }]],
    ["a redirect to a log-in without it", [], "CORS-R04", [302, { Location: "https://id.example/login" }]],
    ["a redirect without the header", [], "CORS-R01", [302, { Location: "/other" }]],
    ["a redirect for a slash without it", [], "CORS-R03", [301, { Location: "/a/" }]],
    ["a redirect to a user and password", [], "CORS-R06", [302, { ...own, Location: "http://u:p@127.0.0.1:1/" }]],
    ["a redirect to foo:", [], "CORS-R07", [302, { ...own, Location: "foo:bar" }]],
    [
      "a redirect to a third origin, which allows the page's",
      [],
      "CORS-R05",
      [302, { ...own, Location: "http://localhost:{port}/after" }],
      undefined,
      [200, own],
    ],
    ["a redirect to data:", [], "CORS-R07", [302, { ...own, Location: "data:,x" }]],
    ["a redirect in circles", [], "CORS-R08", [302, { ...own, Location: "/a" }]],
    ["a redirect that the page does not want", ["--redirect", "error"], "CORS-R09", [302, { ...own, Location: "/b" }]],
    ["same-origin mode", ["--mode", "same-origin"], "CORS-S02", [200, own]],
    ["a page without an origin", ["--from", "null"], "CORS-O09", [200, own]],
    ["a header that is not exposed is a note", [], null, [200, { ...own, "X-Foo": "1" }]],
  ];
}
