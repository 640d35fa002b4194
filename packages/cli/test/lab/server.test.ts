import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunOrder } from "../../src/lab/wire.ts";
import type { LabClient } from "./lab-client.ts";
import { ask, openLab } from "./lab-client.ts";

let lab: LabClient;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab[Symbol.asyncDispose]());

const order: RunOrder = {
  page: { scheme: "http", sandboxed: false },
  resources: { items: { site: "B", actual: { status: 200, headers: [] } } },
};

describe("the API does what the Lab's page asks for, and nobody else", () => {
  interface Stranger {
    readonly name: string;
    readonly method?: string;
    /** In place of those of the Lab's page; undefined takes one away. */
    readonly headers: (lab: LabClient) => Readonly<Record<string, string | undefined>>;
  }

  const strangers: readonly Stranger[] = [
    { name: "a page of another origin", headers: () => ({ Origin: "https://evil.example" }) },
    { name: "a page of another port", headers: ({ info }) => ({ Origin: info.sites.http.A }) },
    { name: "a page of an opaque origin", headers: () => ({ Origin: "null" }) },
    { name: "a page of the same site", headers: () => ({ Origin: undefined, "Sec-Fetch-Site": "same-site" }) },
    { name: "a page of another site", headers: () => ({ Origin: undefined, "Sec-Fetch-Site": "cross-site" }) },
    { name: "an address that is typed", headers: () => ({ Origin: undefined, "Sec-Fetch-Site": "none" }) },
    { name: "no token", headers: () => ({ "X-Concors-Lab": undefined }) },
    { name: "another token", headers: () => ({ "X-Concors-Lab": "A".repeat(32) }) },
    { name: "a name that was made to point here", headers: () => ({ Host: "rebound.example" }) },
    { name: "that name with the port", headers: ({ origin }) => ({ Host: `rebound.example:${new URL(origin).port}` }) },
    { name: "localhost", headers: ({ origin }) => ({ Host: `localhost:${new URL(origin).port}` }) },
    { name: "a preflight", method: "OPTIONS", headers: () => ({ "Access-Control-Request-Method": "POST" }) },
    { name: "another method", method: "PUT", headers: () => ({}) },
    {
      name: "a form of a page",
      headers: () => ({
        Origin: "https://evil.example",
        "X-Concors-Lab": undefined,
        "Content-Type": "text/plain",
        "Sec-Fetch-Mode": "navigate",
      }),
    },
    {
      name: "an image of a page",
      method: "GET",
      headers: () => ({
        Origin: undefined,
        "X-Concors-Lab": undefined,
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Dest": "image",
      }),
    },
  ];

  const sentence = expect.stringMatching(/^The Lab.*\.$/) as string;

  test.each(strangers)("refused: $name", async ({ headers, method = "POST" }) => {
    const { id } = await lab.addRun(order);
    const own = { Origin: lab.origin, "Sec-Fetch-Site": "same-origin", "X-Concors-Lab": lab.token };
    const all = Object.entries({ "Content-Type": "application/json", ...own, ...headers(lab) });
    const sent = Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    for (const path of ["/api/lab", "/api/runs", "/api/check", `/api/runs/${id}`, `/api/runs/${id}/arrivals`]) {
      const body = method === "POST" ? checkOfSiteB(id) : "";
      const answer = await ask(lab.origin + path, { method, headers: sent }, body);
      expect([path, answer.status, answer.headers["content-type"]]).toEqual([path, 403, "application/problem+json"]);
      expect(JSON.parse(answer.body)).toEqual({ status: 403, title: sentence });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
    // Nothing came of it: no check was sent.
    expect(await lab.arrivals(id)).toEqual([]);
  });

  /** What would leave a trace if it were obeyed. */
  function checkOfSiteB(id: string): string {
    const url = `${lab.info.sites.http.B}/runs/${id}/items`;
    return JSON.stringify({ ...order, kind: "request", url, origin: "https://app.example.com" });
  }

  test("a program of this machine that knows the token may ask", async () => {
    expect((await ask(`${lab.origin}/api/lab`, { headers: { "X-Concors-Lab": lab.token } })).status).toBe(200);
  });
});

describe("the page", () => {
  test("knows the token of this start, and may ask its own server alone", async () => {
    const { headers, body, status } = await ask(`${lab.origin}/?from=somewhere`);
    expect([status, headers["content-type"], headers["cache-control"]]).toEqual([
      200,
      "text/html; charset=utf-8",
      "no-store",
    ]);
    expect(body).toContain(`<head><meta name="concors-lab" content="${lab.token}"><meta property="csp-nonce" `);
    expect(body.match(/name="concors-lab"/g)).toHaveLength(1);
    const [, nonce = ""] = /nonce="([^"]+)"/.exec(body) ?? [];
    expect(headers["content-security-policy"]).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src ${lab.info.sites.http.A}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect((await ask(`${lab.origin}/`)).body).not.toContain(nonce);
  });

  test("comes with what its server says of itself, which nothing can break out of", async () => {
    const { body } = await ask(`${lab.origin}/`);
    const [, text = ""] = /<script type="application\/json" id="concors-lab-info">(.*?)<\/script>/s.exec(body) ?? [];
    expect(JSON.parse(text)).toEqual(lab.info);
    expect(text).not.toContain("<");
  });

  test("comes with files that are kept for as long as their names say, and compressed", async () => {
    const headers = { "Accept-Encoding": "gzip, br" };
    const script = await ask(`${lab.origin}/assets/main-8f3a.js`, { headers });
    expect(script.headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "content-encoding": "gzip",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      vary: "Accept-Encoding",
    });
    expect(Number(script.headers["content-length"])).toBeLessThan(100);
    const plain = await ask(`${lab.origin}/icon.svg`);
    expect([plain.headers["content-encoding"], plain.headers["cache-control"], plain.body]).toEqual([
      undefined,
      "no-store",
      "<svg/>",
    ]);
    const head = await ask(`${lab.origin}/icon.svg`, { method: "HEAD" });
    expect([head.status, head.headers["content-length"], head.body]).toEqual([200, "6", ""]);
  });

  test.each([
    "/..%2fpackage.json",
    "/../../../../etc/passwd",
    "/assets/../../index.html",
    "/assets/%2e%2e/index.html",
    "/assets",
    "//etc/passwd",
    "/assets\\main-8f3a.js",
    "/__proto__",
    "/index.html%00",
    "/.vite/manifest.json",
  ])("is no way to other files: %s", async (path) => {
    const { hostname, port } = new URL(lab.origin);
    const { body, status } = await ask(lab.origin, { hostname, port, path });
    expect([status, (JSON.parse(body) as { title: string }).title]).toEqual([404, "There is no such file in the Lab."]);
  });

  test.each([
    ["a name that was made to point here", { Host: "rebound.example:80" }, 403],
    [
      "a script that another page embeds",
      { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script" },
      403,
    ],
    [
      "a frame of another page",
      { "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe" },
      403,
    ],
    [
      "a link of another page",
      { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" },
      200,
    ],
    ["an address that is typed", { "Sec-Fetch-Site": "none" }, 200],
  ])("asked for by %s", async (_name, headers, want) => {
    const { body, status } = await ask(`${lab.origin}/`, { headers });
    expect([status, body.includes(lab.token)]).toEqual([want, want === 200]);
  });

  test("is at one address, and localhost leads there", async () => {
    const { port } = new URL(lab.origin);
    const { headers, status } = await ask(`${lab.origin}/`, { headers: { Host: `localhost:${port}` } });
    expect([status, headers.location]).toEqual([308, `${lab.origin}/`]);
  });

  test("is read, and nothing else", async () => {
    expect((await ask(`${lab.origin}/`, { method: "POST" })).status).toBe(403);
  });
});

describe("a bad request gets one sentence", () => {
  const resource = { site: "B", actual: { status: 200, headers: [] } };
  const run = (resources: object): object => ({ page: { scheme: "http" }, resources });
  const answered = (actual: object): object => run({ items: { site: "B", actual } });
  const check = (url: string, more: object = {}): object => ({
    kind: "request",
    url,
    origin: "https://app.test",
    ...more,
  });
  const url = "https://api.test/items";

  const bad: readonly (readonly [path: string, body: unknown, title: string])[] = [
    ["/api/runs", [], "An order has to be an object."],
    ["/api/runs", {}, "page has to be an object."],
    ["/api/runs", { page: { scheme: "ftp" }, resources: {} }, "page.scheme has to be one of http, https."],
    ["/api/runs", { ...order, page: { scheme: "https" } }, "There are no sites of https here: GET /api/lab says why."],
    [
      "/api/runs",
      run({ "../a": resource }),
      '"../a" is no path here: letters, digits, ".", "-", "_" and "~", "/" between them.',
    ],
    ["/api/runs", run({ page: resource }), 'The path "page" is that of site A\'s page: take another.'],
    ["/api/runs", run({ items: { ...resource, site: "D" } }), "items.site has to be one of A, B, C."],
    ["/api/runs", answered({ status: 100 }), "items.actual.status has to be a whole number from 200 to 599."],
    [
      "/api/runs",
      answered({ status: 200, headers: [], delay: 60_000 }),
      "items.actual.delay has to be a number of milliseconds, from 0 to 5000.",
    ],
    [
      "/api/runs",
      answered({ status: 200, headers: {} }),
      "items.actual.headers have to be a list of names and values.",
    ],
    [
      "/api/runs",
      answered({ status: 200, headers: [["A"]] }),
      "items.actual.headers have to be a list of names and values.",
    ],
    [
      "/api/runs",
      answered({ status: 200, headers: [["A: b\r\nC", ""]] }),
      '"A: b\\r\\nC" is no name that a line can begin with.',
    ],
    [
      "/api/runs",
      answered({ status: 200, headers: [["A", "b\nSet-Cookie: c"]] }),
      "The value of A has a line break, or a character that no header can hold.",
    ],
    [
      "/api/runs",
      answered({ status: 200, headers: [["A", "€"]] }),
      "The value of A has a line break, or a character that no header can hold.",
    ],
    [
      "/api/runs",
      answered({ status: 200, headers: [["Content-Length", "3"]] }),
      "Content-Length is written by the Lab itself: leave it out.",
    ],
    ["/api/runs", answered({ status: 200, headers: [], body: 1 }), "items.actual.body has to be a text."],
    [
      "/api/runs",
      answered({ status: 200, headers: Array.from({ length: 101 }, () => ["A", "b"]) }),
      "items.actual has more than 100 headers.",
    ],
    [
      "/api/runs",
      run(Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`r${index}`, resource]))),
      "A run has 50 resources at most.",
    ],
    ["/api/check", null, "An order has to be an object."],
    ["/api/check", { kind: "url" }, "kind has to be one of request, curl, fetch, paste, har."],
    ["/api/check", { kind: "request" }, "url has to be a text."],
    ["/api/check", check("items"), '"items" is not a URL; did you mean https://items?'],
    ["/api/check", check("ftp://api.test/"), '"ftp:" is not a scheme that a page can fetch: http and https are.'],
    ["/api/check", check("file:///etc/passwd"), '"file:" is not a scheme that a page can fetch: http and https are.'],
    [
      "/api/check",
      check(url, { origin: undefined }),
      "The origin is missing: that of the page that makes the request, like https://app.example.com.",
    ],
    [
      "/api/check",
      check(url, { origin: "https://app.test/" }),
      "Origin https://app.test/: an origin has no slash at its end: use https://app.test.",
    ],
    ["/api/check", check(url, { origin: "file:///a" }), "A page from a file has an opaque origin: write null."],
    ["/api/check", check(url, { method: "TRACE" }), "Method TRACE: a page cannot use TRACE."],
    [
      "/api/check",
      check(url, { headers: [["A b", "c"]] }),
      'A header: " " stands before the colon, and is in no header\'s name; it takes "Name: value".',
    ],
    [
      "/api/check",
      check(url, { headers: [["A", "c\u0000"]] }),
      "Header A: the value has a character that no header can hold.",
    ],
    [
      "/api/check",
      check(url, { headers: [["Origin", "c"]] }),
      "Header Origin: the browser sets Origin itself; it is the origin above.",
    ],
    ["/api/check", check(url, { body: "b", method: "GET" }), "A body with GET: in a page a GET request has no body."],
    ["/api/check", check(url, { policies: "img-src *" }), "policies have to be a list of texts."],
    [
      "/api/check",
      check(url, { embedderPolicy: "no" }),
      "embedderPolicy has to be one of unsafe-none, credentialless, require-corp.",
    ],
    [
      "/api/check",
      check(url, { destination: "font", crossOrigin: "anonymous" }),
      "Font has no attribute crossorigin: img, canvas, script, module and style have.",
    ],
    ["/api/check", check(url, { mode: "navigate" }), "mode has to be one of cors, no-cors, same-origin."],
    [
      "/api/check",
      check("https://me:secret@api.test/"),
      "https://api.test/ with a user name or password: fetch takes no such URL; use a header, Authorization.",
    ],
    [
      "/api/check",
      { kind: "curl", text: "-" },
      'That is no curl command; copy it in the developer tools as "cURL (bash)".',
    ],
    [
      "/api/check",
      { kind: "curl", text: "curl -T file https://api.test/" },
      "-T is not understood here; leave it out, or fill in the form.",
    ],
    [
      "/api/check",
      { kind: "curl", text: "curl 'https://api.test/" },
      "A quotation mark is not closed; copy the command for bash.",
    ],
    [
      "/api/check",
      { kind: "fetch", text: "fetch(" },
      "That is no JavaScript (line 1, column 7); copy the whole call, from fetch( to its closing bracket.",
    ],
    ["/api/check", { kind: "har", text: "{}" }, "That is no HAR file: it has no log.entries."],
    [
      "/api/check",
      { kind: "har", text: "<html>" },
      "That is no JSON; save the network log of the developer tools as HAR.",
    ],
    [
      "/api/check",
      { kind: "paste", text: "why is it blocked?" },
      "That is neither a URL, nor a curl command, nor a call of fetch, nor a recording (HAR).",
    ],
    ["/api/nothing", {}, "The Lab knows no such request."],
  ];

  test.each(bad.map(([path, body, title]) => ({ path, body, title })))(
    "$path: $title",
    async ({ body, path, title }) => {
      expect(await lab.call(path, body)).toEqual({ status: path === "/api/nothing" ? 404 : 400, title });
    },
  );

  test.each([
    ["no JSON", "POST", "application/json", "{", 400, "That is no JSON."],
    ["no POST", "GET", "application/json", "", 405, "This takes POST."],
    ["a form", "POST", "text/plain", "{}", 415, "This takes JSON: Content-Type: application/json."],
    ["too much", "POST", "application/json", "x".repeat(256_001), 413, "That is more than 256 KB."],
  ])("/api/runs with %s", async (_name, method, type, body, status, title) => {
    const headers = { "X-Concors-Lab": lab.token, Origin: lab.origin, "Content-Type": type };
    const answer = await ask(`${lab.origin}/api/runs`, { method, headers }, body);
    expect(JSON.parse(answer.body)).toEqual({ status, title });
  });

  test("a request that breaks off in the middle changes nothing", async () => {
    const { port } = new URL(lab.origin);
    const socket = connect(Number(port), "127.0.0.1");
    const head = [`Host: 127.0.0.1:${port}`, `X-Concors-Lab: ${lab.token}`, "Content-Type: application/json"];
    socket.write(["POST /api/runs HTTP/1.1", ...head, "Content-Length: 100", "", "{"].join("\r\n"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect((await lab.addRun(order)).id).toMatch(/^[\w-]{22}$/);
  });
});
