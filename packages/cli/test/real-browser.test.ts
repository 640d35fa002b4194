import { connect } from "node:net";
import process from "node:process";
import { describe, expect, test, vi } from "vitest";
import type { Report } from "@concors/explain";
import { selfSignedCertificate, serve, serveSecurely } from "../../browser/test/support/servers.ts";
import type { Listener } from "../../browser/test/support/servers.ts";
import { startLoopbackProxy } from "../src/check/real/loopback-proxy.ts";
import type { BrowserName } from "../src/real-browser/index.ts";
import { findBrowser } from "../src/real-browser/index.ts";
import { createAuthority } from "./certificate-authority.ts";
import { runMain } from "./run-main.ts";

const isCi = process.env["CI"] === "true";

const put: Listener = (request, response) => {
  const { origin = "" } = request.headers;
  response.writeHead(200, { "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Methods": "PUT" }).end("{}");
};
const forNobody: Listener = (_request, response) => response.writeHead(200).end("{}");
const notGzip: Listener = (_request, response) =>
  response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Encoding": "gzip" }).end("plain");

/** A page, what it asks, and what comes of it in a real browser. */
const rows: readonly (readonly [
  name: string,
  browser: BrowserName,
  argv: readonly string[],
  listener: Listener,
  allowed: boolean,
  methods: readonly string[],
])[] = [
  [
    "a secure page of a public host, with a preflight",
    "chromium",
    ["--from", "https://app.example.com", "-X", "PUT", "--send"],
    put,
    true,
    ["OPTIONS", "PUT"],
  ],
  ["a sandboxed page that has a policy", "chromium", ["--from", "null", "--csp", "connect-src 'none'"], put, false, []],
  ["a secure page of a public host", "firefox", ["--from", "https://app.example.com"], forNobody, false, ["GET"]],
  [
    "a body that is not gzip, in the one that does not mind",
    "webkit",
    ["--from", "http://localhost:3000"],
    notGzip,
    true,
    ["GET"],
  ],
  [
    "mixed content of loopback, which is one to it alone",
    "webkit",
    ["--from", "https://app.example.com", "--page-https"],
    put,
    false,
    [],
  ],
];

describe.each(["chromium", "firefox", "webkit"] as const)("--real %s", (browser) => {
  const installed = findBrowser(browser);
  const isMissing = installed.file === null && !isCi;
  if (isMissing) console.warn(`${browser} is not held against what is explained: ${installed.install}`);

  const ofBrowser = rows.filter((row) => row[1] === browser);
  test.skipIf(isMissing).each(ofBrowser)(
    "%s",
    { timeout: 90_000 },
    async (_name, name, argv, listener, allowed, methods) => {
      const { origin, requests } = await serve(listener);
      const { stderr, stdout } = await runMain(["check", `${origin}/a`, ...argv, "--real", name, "--json"]);
      const { confirmed } = JSON.parse(stdout) as Report;
      expect(stderr).not.toContain("--real");
      expect(confirmed).toMatchObject([{ engine: name, allowed, asExplained: true }]);
      // The check's own come first.
      expect(requests.slice(-methods.length || requests.length).map(({ method }) => method)).toEqual(methods);
    },
  );
});

test.skipIf(findBrowser("chromium").file === null && !isCi)(
  "what a page says of itself goes to the real browser too",
  { timeout: 90_000 },
  async () => {
    const { origin, requests } = await serve(put);
    const meta = `<meta http-equiv="Content-Security-Policy" content="connect-src 'self'">`;
    const site = await serve((_request, response) => response.writeHead(200).end(`<!doctype html>${meta}`));
    const { stdout } = await runMain(["check", origin, "--page", `${site.origin}/`, "--real", "chromium", "--json"]);
    const { confirmed, engines } = JSON.parse(stdout) as Report;
    expect(engines.map(({ code }) => code)).toEqual(engines.map(() => "CSP-01"));
    expect(confirmed).toMatchObject([{ allowed: false, asExplained: true }]);
    expect(requests).toEqual([]);
  },
);

describe.skipIf(findBrowser("webkit").file === null && !isCi)("--real webkit, from a page of https", () => {
  const secure = ["--from", "https://app.example.com", "--real", "webkit"];

  test("a server of https is asked", { timeout: 90_000 }, async () => {
    const authority = createAuthority();
    const { origin, requests } = await serveSecurely(authority.issue("localhost", 2), put);
    const { stdout } = await runMain(["check", `${origin}/a`, ...secure, "--cacert", authority.path, "--json"]);
    const { confirmed } = JSON.parse(stdout) as Report;
    expect(confirmed).toMatchObject([{ engine: "webkit", allowed: true, asExplained: true }]);
    expect(requests.at(-1)?.headers["user-agent"]).toContain("AppleWebKit");
  });

  test("what would be another story is not asked, and says why", async () => {
    const { origin } = await serveSecurely(selfSignedCertificate("localhost"), put);
    expect((await runMain(["check", origin, ...secure])).stderr).toBe(
      "concors: --real webkit: with a page of https it takes any certificate, and so says nothing about the server's.\n",
    );
    expect((await runMain(["check", (await serve(put)).origin, ...secure])).stderr).toBe(
      "concors: --real webkit: from a page of https it takes a server of http on this machine for mixed content: add --page-https.\n",
    );
  });
});

describe("what stands between a browser and the rest of the world", () => {
  /** Asks the proxy as a browser does, and gives the first line of what it says; "" if it closes the connection. */
  async function say(port: number, ...lines: readonly string[]): Promise<string> {
    const socket = connect(port, "127.0.0.1");
    socket.setTimeout(5000, () => socket.destroy()).write(`${lines.join("\r\n")}\r\n\r\n`);
    let said = "";
    for await (const chunk of socket.setEncoding("latin1")) {
      said += String(chunk);
      if (said.includes("\r\n")) break;
    }
    return said.split("\r\n")[0]!;
  }

  test("answers for the page, passes on what is for the server, and refuses the rest", async () => {
    const [asked, other] = [await serve(put), await serve(put)];
    const proxy = await startLoopbackProxy({
      page: new URL("http://app.example.com/"),
      answerPage: (_request, response) => void response.writeHead(203).end(),
      certificate: null,
      origins: new Set([asked.origin, asked.origin.replace("http:", "https:")]),
      resolve: [],
    });
    const get = (url: string): Promise<string> =>
      say(proxy.port, `GET ${url} HTTP/1.1`, "Host: x", "Connection: close");
    const tunnel = (authority: string): Promise<string> => say(proxy.port, `CONNECT ${authority} HTTP/1.1`, "Host: x");
    try {
      expect(await get("http://app.example.com/")).toContain("203");
      expect(await get(`${asked.origin}/a`)).toContain("200");
      expect(await get(`${other.origin}/a`)).toBe("");
      expect(await get("/a")).toBe("");
      expect(await tunnel(`127.0.0.1:${asked.port}`)).toContain("200");
      expect(await tunnel(`127.0.0.1:${other.port}`)).toBe("");
      expect([asked.requests.length, other.requests.length]).toEqual([1, 0]);
    } finally {
      await proxy.close();
    }
  });
});

test("a browser that is not there is said so, with how to get it", async () => {
  const { origin } = await serve(put);
  vi.stubEnv("PATH", "/nowhere");
  try {
    const { status, stderr } = await runMain([
      "check",
      origin,
      "--from",
      "http://localhost:3000",
      "--real",
      "chromium",
    ]);
    expect([status, stderr]).toEqual([
      2,
      "concors: --real chromium: it is not installed here: apt-get install chromium.\n",
    ]);
  } finally {
    vi.unstubAllEnvs();
  }
});
