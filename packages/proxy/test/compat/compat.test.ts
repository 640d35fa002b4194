import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import compat, { createRateLimitChecker, createServer, ProxyOptionsError } from "../../src/compat/index.ts";
import type { CompatOptions } from "../../src/compat/index.ts";
import { sendRaw, startRawTarget, startTarget, until } from "../support/loopback.ts";
import type { Target } from "../support/loopback.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A server that may reach loopback. */
async function start(options: CompatOptions = {}): Promise<{ readonly origin: string; readonly port: number }> {
  const server = createServer({ targets: { privateNetworks: ["127.0.0.1"] }, ...options }).listen(0, "127.0.0.1");
  stops.push(() => server.close().closeAllConnections());
  return { port: await portOf(server), origin: `http://127.0.0.1:${await portOf(server)}` };
}

async function portOf(server: Server): Promise<number> {
  if (!server.listening) await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function target(answer: (request: IncomingMessage) => string = headersOf): Promise<Target> {
  const started = await startTarget((request, response) => void response.end(answer(request)));
  stops.push(started.stop);
  return started;
}

function headersOf({ headers }: IncomingMessage): string {
  return JSON.stringify(headers);
}

describe("options that cannot work", () => {
  const rows: readonly (readonly [options: unknown, message: string])[] = [
    ["x", 'options "x" is no object'],
    [{ orginWhitelist: [] }, "orginWhitelist [] is not a key that is known here; did you mean originWhitelist?"],
    [
      { originWhitelist: ["https://a.test/"] },
      'originWhitelist.0 "https://a.test/" is not how a browser writes an origin, so that it is never met; write https://a.test',
    ],
    [
      { originBlacklist: ["a.test"] },
      'originBlacklist.0 "a.test" is not how a browser writes an origin, so that it is never met; write https://a.test',
    ],
    [
      { originWhitelist: ["https://*.a.test"] },
      'originWhitelist.0 "https://*.a.test" is not how a browser writes an origin, so that it is never met; write each origin by itself, as in https://app.example.com',
    ],
    [{ originWhitelist: "https://a.test" }, 'originWhitelist "https://a.test" is not a list'],
    [{ maxRedirects: -1 }, "maxRedirects -1 is not a whole number from 0 on"],
    [{ limits: { redirects: 2 } }, "limits.redirects 2 is not a key that is known here; did you mean maxRedirects?"],
    [{ setHeaders: { "a b": "x" } }, 'setHeaders.a b "a b" is no header\'s name'],
    [{ setHeaders: { authorization: 1 } }, "setHeaders.authorization is no header's value: a text"],
    [{ checkRateLimit: "50 3" }, 'checkRateLimit "50 3" is not a function'],
    [
      { httpProxyOptions: { agent: {} } },
      "httpProxyOptions.agent is an option of http-proxy that means nothing here; xfwd, secure, timeout, proxyTimeout do",
    ],
    [
      { targets: { privateNetworks: ["10.0.0.0/99"] } },
      'targets.privateNetworks.0 "10.0.0.0/99" is no network: an address, or an address, a slash and the length of its prefix',
    ],
    [{ redirectSameOrigin: "yes" }, 'redirectSameOrigin "yes" is neither true nor false'],
    [{ helpFile: 1 }, "helpFile 1 is not a text"],
  ];
  test.each(rows)("%j: %s", (options, message) => {
    expect(messagesOf(options)).toEqual([message]);
  });

  test("all of them are told at once", () => {
    expect(messagesOf({ maxRedirects: -1, corsMaxAge: "soon", helpFile: 1 })).toEqual([
      "maxRedirects -1 is not a whole number from 0 on",
      'corsMaxAge "soon" is not a whole number from 0 on',
      "helpFile 1 is not a text",
    ]);
  });

  test.each([
    undefined,
    null,
    {},
    { originWhitelist: null, requireHeader: null, checkRateLimit: null, corsMaxAge: "600" },
  ])("%j is not among them", (options) => expect(createServer(options as CompatOptions).listening).toBe(false));

  test.each(["*", "50/3", "50", "1 0", "-1 1"])("a rate limit that is none: %s", (setting) => {
    expect(() => createRateLimitChecker(setting)).toThrow(
      /^CORSANYWHERE_RATELIMIT ".*" is no limit: write how many requests in how many minutes/,
    );
  });
});

function messagesOf(options: unknown): readonly string[] {
  try {
    createServer(options as CompatOptions);
  } catch (error) {
    if (error instanceof ProxyOptionsError) return error.issues.map(({ message }) => message);
    throw error;
  }
  return [];
}

test("its default export has both, for who imports cors-anywhere's", () => {
  expect(compat).toEqual({ createServer, createRateLimitChecker });
});

describe("what may be reached", () => {
  test("nothing on loopback, unless an option says so", async () => {
    const { origin } = await target();
    const { origin: proxy } = await start({ targets: {} });
    const answer = await fetch(`${proxy}/${origin}/`);
    expect([answer.status, await answer.text()]).toEqual([
      403,
      "The target is on a private or reserved network, which is not fetched from here.",
    ]);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  });

  test("nothing that a redirect leads to, either", async () => {
    const there = await startTarget(
      (_request, response) => void response.writeHead(302, { location: "http://127.0.0.2/" }).end(),
    );
    stops.push(there.stop);
    const { origin: proxy } = await start();
    expect((await fetch(`${proxy}/${there.origin}/`)).status).toBe(403);
  });

  test("only certain hosts, if they are named, whatever handleInitialRequest would say", async () => {
    const { origin } = await target();
    const { origin: proxy } = await start({ targets: { hosts: ["api.example.org"], privateNetworks: ["127.0.0.1"] } });
    expect((await fetch(`${proxy}/${origin}/`)).status).toBe(403);
  });

  test("itself: a request that comes back is refused, and does not go round", async () => {
    const { origin, port } = await start();
    const answers = await Promise.all(
      [`/${origin}/${origin}/${origin}/favicon.ico`, `/127.0.0.1:${port}/127.0.0.1:${port}/`].map((path) =>
        sendRaw(port, `GET ${path} HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n`),
      ),
    );
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 508 /);
  });
});

describe("what a target is sent", () => {
  test("no cookie of the client's, but one that handleInitialRequest has set", async () => {
    const { origin } = await target();
    const { origin: proxy } = await start({
      handleInitialRequest(request) {
        if (request.url?.endsWith("/set") === true) request.headers.cookie = "session=ours";
        return false;
      },
    });
    const cookies = ["/", "/set"].map(async (path) => {
      const answer = await fetch(`${proxy}/${origin}${path}`, { headers: { cookie: "a=b" } });
      return ((await answer.json()) as IncomingMessage["headers"]).cookie;
    });
    expect(await Promise.all(cookies)).toEqual([undefined, "session=ours"]);
  });

  test("a header that cannot be written is an error of that request alone", async () => {
    const { origin } = await target();
    const { origin: proxy } = await start({ setHeaders: { "x-bad": "a\nb" } });
    const answer = await fetch(`${proxy}/${origin}/`);
    expect([answer.status, await answer.text()]).toEqual([
      404,
      'Not found because of proxy error: TypeError [ERR_INVALID_CHAR]: Invalid character in header content ["x-bad"]',
    ]);
  });

  test("through another proxy: a whole URL, the target's host, and the password of that proxy", async () => {
    const upstream = await target(({ url, headers }) => `${url} ${headers.host} ${headers["proxy-authorization"]}`);
    const asked: string[] = [];
    const { origin: proxy } = await start({
      getProxyForUrl(url) {
        asked.push(url);
        return upstream.origin.replace("//", "//user:pass@");
      },
    });
    const answer = await fetch(`${proxy}/http://example.org/items?q=1`);
    expect(await answer.text()).toBe("http://example.org/items?q=1 example.org Basic dXNlcjpwYXNz");
    expect(asked).toEqual(["http://example.org/items?q=1"]);
    // What is no name is judged here.
    expect((await fetch(`${proxy}/http://169.254.169.254/`)).status).toBe(403);
  });
});

describe("functions among the options that fail", () => {
  const rows: readonly (readonly [string, CompatOptions, status: number])[] = [
    ["handleInitialRequest", { handleInitialRequest: fail }, 500],
    [
      "handleInitialRequest, later",
      { handleInitialRequest: async () => Promise.reject(new Error("of the test")) },
      500,
    ],
    ["checkRateLimit", { checkRateLimit: fail }, 500],
    ["getProxyForUrl", { getProxyForUrl: fail }, 404],
    ["getProxyForUrl, by what it returns", { getProxyForUrl: () => "no URL" }, 404],
  ];
  test.each(rows)("%s: the request is answered, and the next one", async (_name, options, status) => {
    const told = vi.spyOn(console, "error").mockReturnValue();
    const { origin } = await target();
    const { origin: proxy } = await start(options);
    for (let time = 0; time < 2; time++) expect((await fetch(`${proxy}/${origin}/`)).status).toBe(status);
    expect(told.mock.calls.length).toBe(2);
    told.mockRestore();
  });
});

function fail(): never {
  throw new Error("of the test");
}

test("a client that leaves takes its target along", async () => {
  const endless = await startRawTarget((socket) => void socket.write("HTTP/1.1 200 OK\r\n\r\nbegun"));
  stops.push(endless.stop);
  const { port } = await start();
  const socket = connect(port, "127.0.0.1", () =>
    socket.write(`GET /${endless.origin}/ HTTP/1.1\r\nHost: a.test\r\n\r\n`),
  );
  await once(socket, "data");
  socket.destroy();
  await until(() => endless.connections.size === 0, "the end of the target's connection");
  expect(endless.connections.size).toBe(0);
});

test("a URL whose slashes were merged can be asked for with ?url=, and handleInitialRequest sees what it is", async () => {
  const { origin } = await target(({ url }) => url ?? "");
  const hosts: unknown[] = [];
  const { origin: proxy } = await start({
    handleInitialRequest: (_request, _response, location) => void hosts.push(location?.host),
  });
  const forms = [
    `?url=${encodeURIComponent(`${origin}//a?b`)}`,
    encodeURIComponent(`${origin}//a?b`),
    `${origin}//a?b`,
  ];
  const texts = forms.map(async (form) => (await fetch(`${proxy}/${form}`)).text());
  expect(await Promise.all(texts)).toEqual(["//a?b", "//a?b", "//a?b"]);
  expect(hosts).toEqual(Array(3).fill(new URL(origin).host));
});

test("requests of another server can be emitted on it", async () => {
  const { origin } = await target(({ url }) => url ?? "");
  const inner = createServer({ targets: { privateNetworks: ["127.0.0.1"] } });
  const outer = createHttpServer((request, response) => {
    request.url = `/${origin}${request.url}`;
    inner.emit("request", request, response);
  }).listen(0, "127.0.0.1");
  stops.push(() => outer.close().closeAllConnections());
  expect(await (await fetch(`http://127.0.0.1:${await portOf(outer)}/x`)).text()).toBe("/x");
});

const parts = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("http://", "https://", "http:/", "//", "[", "]", "::1", "%ff", "%", "@", ":", "#", "?"),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "\\",
      "..",
      "xn--",
      "0x7f.1",
      ":x",
      ":65536",
      "?url=",
      "http%3A%2F%2F",
      "data:,",
      "\u00E9",
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
);

test("whatever a request asks for, it is answered", async () => {
  const { port } = await start({
    handleInitialRequest: (_request, _response, location) => void JSON.stringify(location),
  });
  const property = fc.asyncProperty(fc.array(parts, { maxLength: 7 }), async (asked) => {
    const head = `GET /${asked.join("")} HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n`;
    expect(await sendRaw(port, head)).toMatch(/^HTTP\/1\.1 [2345]\d\d /);
  });
  await fc.assert(property, { numRuns: 300 });
});

test("what names no URL gets a help text of its own", async () => {
  const { origin } = await start();
  const answer = await fetch(`${origin}/`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
  expect(await answer.text()).toMatch(/^\/<url> /m);
});

test("a rate limit holds for 200,000 origins and is no larger for it", () => {
  const check = createRateLimitChecker("1 60");
  const limited = Array.from({ length: 200_000 }, (_, index) => check(`https://${index}.test`)).filter(Boolean);
  expect(limited).toEqual([]);
  expect(check("https://199999.test")).toMatch("1 per 60 minutes");
  // Whoever was away for longest begins anew.
  expect(check("https://0.test")).toBeUndefined();
  const long = `https://${"a".repeat(10_000)}`;
  expect([check(long), check(long) === undefined]).toEqual([undefined, false]);
});

test("whoever asks for two things at once and leaves makes room for others", async () => {
  const silent = await startRawTarget((socket) => void socket.write("HTTP/1.1 200 OK\r\n\r\nbegun"));
  stops.push(silent.stop);
  const { port } = await start({ limits: { inFlightPerAddress: 2 } });
  const head = `GET /${silent.origin}/ HTTP/1.1\r\nHost: a.test\r\n\r\n`;
  const socket = connect(port, "127.0.0.1", () => socket.write(head.repeat(2))).on("error", () => {});
  await until(() => silent.connections.size === 2, "both requests");
  expect(await sendRaw(port, head)).toMatch(/^HTTP\/1\.1 429 /);
  socket.destroy();
  await until(() => silent.connections.size === 0, "the end of both");
  expect(await sendRaw(port, head)).toMatch(/^HTTP\/1\.1 200 /);
});
