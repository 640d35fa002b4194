import type { ServerResponse } from "node:http";
import { createConnection } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Explanation, LookAlikeCode, Report } from "@concors/explain";
import {
  closedPort,
  selfSignedCertificate,
  serve,
  serveSecurely,
  serveTcp,
} from "../../browser/test/support/servers.ts";
import type { Listener } from "../../browser/test/support/servers.ts";
import { createAuthority } from "./certificate-authority.ts";
import { runMain } from "./run-main.ts";

const page = "http://localhost:3000";
const from = ["--from", page];

interface Checked {
  readonly report: Report;
  readonly status: number;
  readonly first: Explanation;
  readonly code: string | null;
}

async function check(url: string, ...options: readonly string[]): Promise<Checked> {
  const pages = options.includes("--from") || options.includes("--page") ? [] : from;
  const { status, stdout } = await runMain(["check", url, ...pages, "--timeout", "0.7", ...options, "--json"]);
  const report = JSON.parse(stdout) as Report;
  const first = report.explanations[0]!;
  return { report, status, first, code: first.cause?.code ?? null };
}

function causesOf({ engines }: Report): Record<string, string | null> {
  return Object.fromEntries(engines.map(({ code, engine }) => [engine, code]));
}

/** What is said of one kind of failure. */
function about({ lookalikes }: Explanation, code: LookAlikeCode): string {
  const { finding, result, ruledOutBy } = lookalikes.find((item) => item.code === code)!;
  return `${result}: ${ruledOutBy ?? finding ?? ""}`;
}

const everyone = { "Access-Control-Allow-Origin": "*" };
const allow: Listener = (_request, response) => response.writeHead(200, everyone).end("{}");

describe("a connection that does not come about", () => {
  test("a server on ::1 is not at 127.0.0.1", async () => {
    const { port } = await serve(allow, "::1");
    const { code, first, status } = await check(`http://127.0.0.1:${port}/`);
    expect([code, status]).toEqual(["NET-13", 2]);
    expect(first.summary).toContain(`something listens at [::1]:${port}`);
    expect(about(first, "tcp-ipv6")).toBe(`ruled-out: [::1]:${port} accepts connections`);
  });

  test("nothing at either address of localhost is a server that is not running", async () => {
    const port = await closedPort();
    const { code, first } = await check(`http://localhost:${port}/`);
    expect(code).toBe("NET-02");
    expect(about(first, "dns")).toBe("ruled-out: localhost has the address 127.0.0.1 and ::1");
    expect(about(first, "tcp-ipv6")).toBe(`possible: [::1]:${port} refuses connections`);
  });

  test("http to a port that speaks https", async () => {
    const { origin, requests } = await serveSecurely(selfSignedCertificate("localhost"), allow);
    const { code, first } = await check(origin.replace("https:", "http:"));
    expect(code).toBe("NET-11");
    expect(first.summary).toContain(`call ${origin}/`);
    expect(requests).toEqual([]);
  });

  test("http to a port that speaks https, and says so with 400", async () => {
    const certificate = selfSignedCertificate("localhost");
    const secure = await serveSecurely(certificate, allow);
    const { port } = await serveTcp((socket) => {
      socket.once("data", (chunk) => {
        if (chunk[0] !== 0x16)
          return socket.end("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n");
        const upstream = createConnection(secure.port, "127.0.0.1");
        upstream.on("error", () => socket.destroy());
        upstream.write(chunk);
        return socket.pipe(upstream).pipe(socket);
      });
    });
    expect((await check(`http://127.0.0.1:${port}/`)).code).toBe("NET-11");
  });

  test("https to a port that speaks http", async () => {
    const { origin } = await serve(allow);
    const { code, first } = await check(origin.replace("http:", "https:"));
    expect(code).toBe("TLS-06");
    expect(first.summary).toContain(`call ${origin}/`);
  });

  test("https to a port that speaks something else", async () => {
    const { origin } = await serveTcp((socket) => socket.end("SSH-2.0-x\r\n"));
    expect((await check(origin.replace("http:", "https:"))).code).toBe("TLS-02");
  });
});

describe("a certificate", () => {
  const url = (port: number): string => `https://localhost:${port}/`;

  test("that is signed by itself", async () => {
    const { port } = await serveSecurely(selfSignedCertificate("localhost"), allow);
    expect((await check(url(port))).code).toBe("TLS-03");
  });

  test("of an authority that is not known, and known: --cacert", async () => {
    const authority = createAuthority();
    const { port } = await serveSecurely(authority.issue("localhost", 2), allow);
    const refused = await check(url(port));
    expect([refused.code, about(refused.first, "tls")]).toEqual([
      "TLS-01",
      "cause: The certificate is not trusted [TLS-01]",
    ]);
    const trusted = await check(url(port), "--cacert", authority.path);
    expect([trusted.code, about(trusted.first, "tls")]).toEqual([
      null,
      "ruled-out: the certificate is trusted, and an answer came",
    ]);
  });

  test("that has expired", async () => {
    const authority = createAuthority();
    const { port } = await serveSecurely(authority.issue("localhost", -1), allow);
    expect((await check(url(port), "--cacert", authority.path)).code).toBe("TLS-04");
  });

  test("for another name", async () => {
    const authority = createAuthority();
    const { port } = await serveSecurely(authority.issue("other.example", 2), allow);
    const { code, first } = await check(url(port), "--cacert", authority.path);
    expect(code).toBe("TLS-05");
    expect(first.summary).toContain("other.example");
  });
});

describe("what stands between", () => {
  const waf: Listener = (request, response) =>
    request.method === "OPTIONS" ? request.socket.destroy() : response.writeHead(200, everyone).end("{}");

  test("drops OPTIONS and lets GET pass: a firewall", async () => {
    const { origin, requests } = await serve(waf);
    const { code, first } = await check(`${origin}/a`, "-X", "PUT");
    expect([code, about(first, "preflight")]).toEqual(["NET-12", "cause: Only OPTIONS is dropped [NET-12]"]);
    expect(requests.map(({ method }) => method)).toEqual(["OPTIONS", "GET"]);
  });

  test("drops everything: no firewall's rule for OPTIONS", async () => {
    const { origin } = await serve((request) => request.socket.destroy());
    expect((await check(`${origin}/a`, "-X", "PUT")).code).toBe("NET-03");
  });

  test("redirects to a log-in that allows everyone: the answer is HTML", async () => {
    const { origin } = await serve((request, response) =>
      request.url === "/login"
        ? response.writeHead(200, { ...everyone, "Content-Type": "text/html" }).end("<!doctype html><form>")
        : response.writeHead(302, { ...everyone, Location: "/login" }).end(),
    );
    const { code, first } = await check(`${origin}/a`);
    expect(code).toBeNull();
    expect(about(first, "actual")).toContain("looks like a log-in");
    expect(about(first, "body")).toContain("response.json() fails");
  });
});

describe("a body", () => {
  const answer = (send: (response: ServerResponse) => unknown) => serve((_request, response) => send(response));

  test("that is not gzip is read by WebKit alone", async () => {
    const { origin } = await answer((response) =>
      response.writeHead(200, { ...everyone, "Content-Encoding": "gzip" }).end("plain"),
    );
    const { report } = await check(origin);
    expect(causesOf(report)).toEqual({ spec: "BODY-01", chromium: "BODY-01", firefox: "BODY-01", webkit: null });
  });

  test("that is gzip, and whole, is ruled out", async () => {
    const { origin } = await answer((response) =>
      response.writeHead(200, { ...everyone, "Content-Encoding": "gzip" }).end(gzipSync('{"a":1}')),
    );
    const { code, first } = await check(origin);
    expect([code, about(first, "body")]).toEqual([null, "ruled-out: 7 bytes could be read"]);
  });

  test("that breaks off", async () => {
    const { origin } = await answer((response) => {
      response.writeHead(200, { ...everyone, "Content-Length": "100" }).write("0123456789");
      setTimeout(() => response.destroy(), 20);
    });
    const { code, first } = await check(origin);
    expect(code).toBe("BODY-02");
    expect(first.summary).toContain("after 10 bytes");
  });

  test("that never ends is not waited for", async () => {
    const { origin } = await answer((response) => response.writeHead(200, everyone).write("data: 1\n\n"));
    const { code, first } = await check(origin, "--as", "eventsource");
    expect([code, about(first, "body")]).toEqual([null, "ruled-out: its first 9 bytes could be read"]);
  });
});

describe("what answers is not HTTP", () => {
  test.each([
    ["a status line that is none", "HTTQ/1.1 200 OK\r\n\r\n"],
    ["a greeting", "220 mail ESMTP\r\n"],
    ["a status that is no number", "HTTP/1.1 OK\r\n\r\n"],
    ["a header line without a colon", "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"],
  ])("%s", async (_name, bytes) => {
    const { origin } = await serveTcp((socket) => socket.end(bytes));
    expect((await check(origin)).code).toBe("NET-06");
  });
});

describe("the page", () => {
  test("has a policy that does not list the server, and nothing is sent", async () => {
    const { origin, requests } = await serve(allow);
    const { code, first, status } = await check(origin, "--csp", "connect-src 'self'");
    expect([code, status]).toEqual(["CSP-01", 1]);
    expect(about(first, "content-security-policy")).toContain("cause");
    expect(requests).toEqual([]);
    expect((await check(origin, "--csp", `connect-src 'self' ${origin}`)).code).toBeNull();
  });

  test.each([
    ["connect-src 'self'", [], "connect-src of the page's policy."],
    ["img-src 'self'; connect-src *", ["--as", "img"], "img-src of the page's policy."],
    ["script-src 'none'", ["--as", "module"], "script-src of the page's policy, in the place of 'none'."],
    ["default-src 'self'", ["--as", "font"], "default-src of the page's policy."],
  ])("has a policy, %s: what to add is said of the directive that blocks", async (policy, options, where) => {
    const { origin } = await serve(allow);
    const { first } = await check(origin, "--csp", policy, ...options);
    expect(first.fix.client.map(({ summary }) => summary)).toEqual([`Add ${origin} to ${where}`]);
  });

  test("has a policy that does not list where a redirect leads", async () => {
    const elsewhere = await serve(allow);
    const { origin } = await serve((_request, response) =>
      response.writeHead(302, { ...everyone, Location: `${elsewhere.origin}/b` }).end(),
    );
    const { code, first } = await check(`${origin}/a`, "--csp", `connect-src ${origin}`);
    expect([code, first.notSent?.url]).toEqual(["CSP-01", `${elsewhere.origin}/b`]);
    expect(elsewhere.requests).toEqual([]);
  });

  test("is asked for its policy", async () => {
    const { origin: api } = await serve(allow);
    const site = await serve((_request, response) =>
      response.writeHead(200, { "Content-Security-Policy": "default-src 'self'" }).end("<!doctype html>"),
    );
    const { code } = await check(api, "--page", `${site.origin}/app`);
    expect(code).toBe("CSP-01");
    expect(site.requests.map(({ method, url }) => [method, url])).toEqual([["GET", "/app"]]);
  });

  test.each([
    ["in its head", `<meta http-equiv="content-security-policy" content="default-src 'self'">`, "CSP-01"],
    ["in its body, where it counts for nothing", `<body><meta http-equiv=Content-Security-Policy content="x">`, null],
    ["of something else", `<meta http-equiv="Content-Security-Policy" content="img-src 'none'">`, null],
    ["of what a document cannot say of itself", `<meta http-equiv=Content-Security-Policy content=sandbox>`, null],
  ])("is asked for the policy that it has %s", async (_where, html, cause) => {
    const { origin: api } = await serve(allow);
    const site = await serve((_request, response) => response.writeHead(200).end(`<!doctype html>${html}`));
    const { code, first } = await check(api, "--page", `${site.origin}/app`);
    expect([code, first.request.origin]).toEqual([cause, site.origin]);
  });

  test("has no origin where its policy puts it into a sandbox", async () => {
    const { origin } = await serve((_request, response) =>
      response.writeHead(200, { "Access-Control-Allow-Origin": page }).end("{}"),
    );
    expect((await check(origin, "--csp", "img-src 'none'; sandbox allow-scripts")).code).toBe("CORS-O09");
    expect((await check(origin, "--csp", "sandbox allow-scripts allow-same-origin")).code).toBeNull();
  });

  test("that has no policy is ruled out; one that is not there is said so", async () => {
    const { origin: api } = await serve(allow);
    const site = await serve((request, response) => response.writeHead(request.url === "/app" ? 200 : 404).end());
    const { code, first } = await check(api, "--page", `${site.origin}/app`);
    expect([code, about(first, "content-security-policy")]).toEqual([null, "ruled-out: the page has none"]);
    expect((await runMain(["check", api, "--page", `${site.origin}/no`])).stderr).toBe(
      `concors: --page ${site.origin}/no: it is answered 404.\n`,
    );
  });

  test("has its http URLs asked by https: upgrade-insecure-requests", async () => {
    const { origin, requests } = await serve(allow);
    const { code } = await check(origin, "--csp", "upgrade-insecure-requests");
    expect([code, requests.length]).toEqual(["TLS-06", 1]);
  });

  test("as it stands, mixed content counts on this machine: WebKit", async () => {
    const { origin } = await serve(allow);
    const deployed = ["--from", "https://app.example.com"];
    expect(causesOf((await check(origin, ...deployed)).report)["webkit"]).toBeNull();
    const { report } = await check(origin, ...deployed, "--page-https");
    expect(causesOf(report)).toMatchObject({ chromium: null, firefox: null, webkit: "MIX-01" });
  });

  test("writes a host without a scheme, and asks itself", async () => {
    const { port, requests } = await serve(allow);
    const { stdout } = await runMain(["check", "--fetch", `fetch("127.0.0.1:${port}/a")`, ...from, "--json"]);
    const [first] = (JSON.parse(stdout) as Report).explanations;
    expect([first?.cause?.code, requests.length]).toEqual(["URL-01", 0]);
    expect(first?.timeline).toEqual([]);
  });

  test("writes a path, and asks itself", async () => {
    const { origin } = await serve((_request, response) => response.writeHead(200).end());
    const { stdout } = await runMain(["check", "--fetch", 'fetch("/a")', "--from", origin, "--json"]);
    expect((JSON.parse(stdout) as Report).explanations[0]?.response?.type).toBe("basic");
  });
});

describe("a host that browsers ask by https only", () => {
  test("kills a preflight in Chromium with nothing on the wire, and works elsewhere", async () => {
    const authority = createAuthority();
    const { port, requests } = await serveSecurely(authority.issue("localhost", 2), (request, response) =>
      response
        .writeHead(204, { "Access-Control-Allow-Origin": page, "Access-Control-Allow-Methods": "PUT" })
        .end(request.url),
    );
    const url = `http://localhost:${port}/a`;
    const { report } = await check(url, "--hsts", "-X", "PUT", "--cacert", authority.path);
    expect(causesOf(report)).toEqual({ spec: null, chromium: "HSTS-01", firefox: null, webkit: null });
    expect(requests.map(({ method }) => method)).toEqual(["OPTIONS", "GET"]);
  });

  test("makes the origin null in Chromium", async () => {
    const authority = createAuthority();
    const { port, requests } = await serveSecurely(authority.issue("localhost", 2), (_request, response) =>
      response.writeHead(200, { "Access-Control-Allow-Origin": page }).end(),
    );
    const { report } = await check(`http://localhost:${port}/a`, "--hsts", "--cacert", authority.path);
    expect(causesOf(report)).toEqual({ spec: null, chromium: "HSTS-01", firefox: null, webkit: null });
    expect(requests.map(({ headers }) => headers.origin)).toEqual([page, "null"]);
  });

  test("is told by its name", async () => {
    const { port } = await serve(allow);
    const api = [`http://api.example.dev:${port}/`, "--resolve", `api.example.dev:${port}:127.0.0.1`];
    const { code, first } = await check(api[0]!, ...api.slice(1));
    expect(code).toBe("TLS-06");
    expect(about(first, "hsts")).toContain("ruled-out");
  });
});

/** What asks, what the server answers, what comes of it in each engine, and the mode and cookies it is asked with. */
const initiators: readonly (readonly [
  name: string,
  argv: readonly string[],
  headers: Readonly<Record<string, string>>,
  causes: Readonly<Record<string, string | null>>,
  asked: readonly [mode: string, credentials: string],
])[] = [
  [
    "an img needs no leave",
    ["--as", "img"],
    { "Content-Type": "image/png" },
    { chromium: null, firefox: null, webkit: null },
    ["no-cors", "include"],
  ],
  [
    "an img with crossorigin does",
    ["--as", "img", "--crossorigin", "anonymous"],
    { "Content-Type": "image/png" },
    { chromium: "CORS-O01", webkit: "CORS-O01" },
    ["cors", "same-origin"],
  ],
  [
    "an img with credentials takes no *",
    ["--as", "img", "--crossorigin", "use-credentials"],
    everyone,
    { chromium: "CORS-C01", webkit: "CORS-C01" },
    ["cors", "include"],
  ],
  [
    "an img of JSON is withheld",
    ["--as", "img"],
    { "Content-Type": "application/json" },
    { chromium: "ORB-01", firefox: "ORB-01", webkit: null },
    ["no-cors", "include"],
  ],
  [
    "a script that is text, and nosniff",
    ["--as", "script"],
    { "Content-Type": "text/plain", "X-Content-Type-Options": "nosniff" },
    { chromium: "ORB-01", firefox: "ORB-01", webkit: "ORB-01" },
    ["no-cors", "include"],
  ],
  [
    "a module always needs leave",
    ["--as", "module"],
    {},
    { chromium: "CORS-O01", webkit: "CORS-O01" },
    ["cors", "same-origin"],
  ],
  [
    "a font needs leave, but in WebKit",
    ["--as", "font"],
    { "Content-Type": "font/woff2" },
    { chromium: "CORS-O01", firefox: "CORS-O01", webkit: null },
    ["cors", "same-origin"],
  ],
  [
    "an EventSource needs leave",
    ["--as", "eventsource"],
    {},
    { chromium: "CORS-O01", webkit: "CORS-O01" },
    ["cors", "same-origin"],
  ],
  [
    "a beacon of text needs no leave",
    ["--as", "beacon", "-d", "x"],
    {},
    { chromium: null, webkit: null },
    ["no-cors", "include"],
  ],
  [
    "a canvas with an img that asked without CORS cannot be read",
    ["--as", "canvas"],
    { ...everyone, "Content-Type": "image/png" },
    { spec: "CORS-X02", chromium: "CORS-X02", firefox: "CORS-X02", webkit: "CORS-X02" },
    ["no-cors", "include"],
  ],
  [
    "and with one that asked with CORS can",
    ["--as", "canvas", "--crossorigin", "anonymous"],
    { ...everyone, "Content-Type": "image/png" },
    { spec: null, chromium: null, firefox: null, webkit: null },
    ["cors", "same-origin"],
  ],
  [
    "a worker is of the page's own origin, whatever the server allows",
    ["--as", "worker"],
    { ...everyone, "Content-Type": "text/javascript" },
    { spec: "CORS-S02", chromium: "CORS-S02", firefox: "CORS-S02", webkit: "CORS-S02" },
    ["same-origin", "same-origin"],
  ],
  [
    "a header that is read has to be exposed",
    ["--read", "X-Total"],
    { ...everyone, "X-Total": "7" },
    { spec: "CORS-X01", chromium: "CORS-X01", firefox: "CORS-X01", webkit: "CORS-X01" },
    ["cors", "same-origin"],
  ],
  [
    "and is read if it is",
    ["--read", "X-Total"],
    { ...everyone, "X-Total": "7", "Access-Control-Expose-Headers": "x-total" },
    { spec: null, chromium: null, firefox: null, webkit: null },
    ["cors", "same-origin"],
  ],
  [
    "keepalive carries 64 KiB",
    ["--keepalive", "-d", "x".repeat(65_537)],
    everyone,
    { spec: "CORS-S07", chromium: "CORS-S07", firefox: "CORS-S07", webkit: "CORS-S07" },
    ["cors", "same-origin"],
  ],
  [
    "a style sheet of another site says so with CORP",
    ["--as", "style"],
    { "Content-Type": "text/css", "Cross-Origin-Resource-Policy": "same-origin" },
    { chromium: "CORP-01", firefox: "CORP-01", webkit: "CORP-01" },
    ["no-cors", "include"],
  ],
];

describe("--as", () => {
  test("the console names what asked", async () => {
    const { origin } = await serve((_request, response) => response.end());
    const { report } = await check(`${origin}/a`, "--as", "img", "--crossorigin", "anonymous");
    const chromium = report.engines.find(({ engine }) => engine === "chromium")!;
    expect(chromium.console[0]).toContain(`Access to image at '${origin}/a'`);
    expect(chromium.javascript).toBe("error event");
  });

  test.each(initiators)("%s", async (_name, argv, headers, causes, [mode, credentials]) => {
    const { origin } = await serve((_request, response) => response.writeHead(200, headers).end());
    const { first, report } = await check(`${origin}/a`, ...argv);
    expect(causesOf(report)).toMatchObject(causes);
    expect(first.request).toMatchObject({ mode, credentials });
  });
});

test.each([
  ["a fetch with no-cors whose answer is read", ".then((response) => response.json())", "CORS-X03"],
  ["a fetch with no-cors that is only sent", "", undefined],
])("%s", async (_name, then, want) => {
  const { origin } = await serve(allow);
  const snippet = `await fetch("${origin}/a", { mode: "no-cors" })${then}`;
  const { stdout } = await runMain(["check", "--fetch", snippet, ...from, "--json"]);
  expect((JSON.parse(stdout) as Report).explanations[0]?.cause?.code).toBe(want);
});

describe("a cache", () => {
  test.each([
    ["an origin without Vary", { "Access-Control-Allow-Origin": page }, "possible"],
    ["an origin with Vary", { "Access-Control-Allow-Origin": page, Vary: "Accept, Origin" }, "ruled-out"],
    ["everyone", everyone, "ruled-out"],
    ["what is not stored", { "Access-Control-Allow-Origin": page, "Cache-Control": "no-store" }, "ruled-out"],
  ])("%s", async (_name, headers, result) => {
    const { origin } = await serve((_request, response) => response.writeHead(200, headers).end());
    expect(about((await check(origin)).first, "cache")).toContain(result);
  });
});

test("what a person sees: signs of something else, and what is ruled out where no answer tells", async () => {
  const { origin } = await serve((_request, response) =>
    response.writeHead(200, { "Access-Control-Allow-Origin": page }).end(),
  );
  const allowed = await runMain(["check", origin, ...from]);
  expect(allowed.stdout).toMatch(/look: caches: the answer names an origin/);
  expect(allowed.stdout).not.toContain("not:");
  const port = await closedPort();
  const refused = await runMain(["check", `http://127.0.0.1:${port}/`, ...from]);
  expect(refused.stdout).toContain("not:  the URL, mixed content, DNS, HSTS");
  expect((await runMain(["check", origin, ...from, "-v"])).stdout).toContain("not:  IPv4: 127.0.0.1 answered");
});
