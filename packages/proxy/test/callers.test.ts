import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProxy, ProxyOptionsError } from "../src/index.ts";
import type { Caller, ProxyOptions } from "../src/index.ts";
import { sendRaw, startProxy, startTarget, until } from "./support/loopback.ts";
import type { Target } from "./support/loopback.ts";

let target: Target;
beforeAll(async () => {
  target = await startTarget((_request, response) => response.setHeader("x-count", "1").end("answer"));
});
afterAll(() => target.stop());

const app = "https://app.test";
const page = { headers: { Origin: app } };

describe("who may call", () => {
  test("a page of an origin that the policy names, which can read all of the answer", async () => {
    await using proxy = await startProxy({ callers: { origins: [app] } });
    const response = await fetch(`${proxy.origin}/${target.origin}/`, page);
    expect(await response.text()).toBe("answer");
    expect(response.headers.get("access-control-allow-origin")).toBe(app);
    expect(response.headers.get("access-control-expose-headers")).toBe("*");
    expect(response.headers.get("vary")).toBe("Origin");
  });

  test("which can read what the proxy says, whatever headers the policy names", async () => {
    const callers = { origins: [app], exposedHeaders: ["X-Count", "x-final-url"] } as const;
    await using proxy = await startProxy({ callers, limits: { redirects: 1 } });
    const response = await fetch(`${proxy.origin}/${target.origin}/`, page);
    expect(response.headers.get("access-control-expose-headers")).toBe(
      "X-Count, x-final-url, Retry-After, X-Request-URL, X-CORS-Redirect-1",
    );
  });

  test.each([
    ["another origin", { Origin: "https://b.test" }, "origin-refused"],
    ["no origin at all", {}, "origin-missing"],
  ])("not %s: the target is not asked", async (_name, headers, code) => {
    let asked = 0;
    const counting = await startTarget((_request, response) => response.end(String(++asked)));
    await using proxy = await startProxy({ callers: { origins: [app] } });
    const response = await fetch(`${proxy.origin}/${counting.origin}/`, { method: "POST", headers });
    expect([response.status, await response.json()]).toMatchObject([403, { code }]);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(asked).toBe(0);
    counting.stop();
  });

  test("a preflight is answered here, whatever it asks for", async () => {
    await using proxy = await startProxy({
      callers: { origins: [app], methods: ["PUT"], requestHeaders: ["X-Id"], maxAge: 600 },
    });
    const headers = { ...page.headers, "Access-Control-Request-Method": "PUT" };
    const response = await fetch(`${proxy.origin}/http://10.0.0.1/`, { method: "OPTIONS", headers });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-methods")).toBe("PUT");
    expect(response.headers.get("access-control-max-age")).toBe("600");
  });

  test("a page that may call can read why its target was refused", async () => {
    await using proxy = await startProxy({ callers: { origins: [app] } });
    const response = await fetch(`${proxy.origin}/http://10.0.0.1/`, page);
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([403, app]);
  });

  test("an origin that a function allows", async () => {
    const callers = { origins: { allows: (origin: string) => Promise.resolve(origin === app) } };
    await using proxy = await startProxy({ callers });
    expect((await fetch(`${proxy.origin}/${target.origin}/`, page)).status).toBe(200);
    expect((await fetch(`${proxy.origin}/${target.origin}/`, { headers: { Origin: "https://b.test" } })).status).toBe(
      403,
    );
  });
});

describe("what is refused whoever calls", () => {
  test.each([
    ["TRACE /{target}/ HTTP/1.1", "", 405],
    ["CONNECT a.test:443 HTTP/1.1", "", 405],
    ["GET /{target}/ HTTP/1.1", "Upgrade: websocket\r\nConnection: upgrade\r\n", 501],
    ["GET /{target}/ HTTP/1.1", "Service-Worker: script\r\n", 403],
    ["GET / HTTP/1.1", "", 400],
  ])("%s with %j: %d", async (line, headers, status) => {
    await using proxy = await startProxy();
    const raw = `${line.replace("{target}", target.origin)}\r\nHost: p\r\n${headers}\r\n`;
    expect(await sendRaw(proxy.port, raw, 300)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  test("CONNECT, whose connection is closed by whoever answers", async () => {
    await using proxy = await startProxy();
    const socket = connect({ port: proxy.port, host: "127.0.0.1", allowHalfOpen: true });
    socket.write("CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n");
    socket.resume();
    await once(socket, "end");
    // The client goes on, and is told that nobody listens.
    const failed = once(socket, "error");
    const timer = setInterval(() => socket.write("x"), 10);
    expect(await failed).toMatchObject([{ code: expect.stringMatching(/^(?:ECONNRESET|EPIPE)$/) as string }]);
    clearInterval(timer);
    socket.destroy();
  });

  test("what has come through already", async () => {
    await using proxy = await startProxy();
    const response = await fetch(`${proxy.origin}/${proxy.origin}/${target.origin}/`);
    expect([response.status, await response.json()]).toMatchObject([508, { code: "loop" }]);
  });
});

test("a client that resets its connection, whatever it asked for, is nobody's error", async () => {
  await using proxy = await startProxy();
  const heads = ["CONNECT a.test:443", `GET /${target.origin}/`, "TRACE /", "GET /", "G@T /"];
  for (let time = 0; time < 20; time++) {
    for (const head of heads) {
      const socket = connect(proxy.port, "127.0.0.1");
      await once(socket, "connect");
      socket.write(`${head} HTTP/1.1\r\nHost: p\r\n\r\n`, () => socket.resetAndDestroy());
      await once(socket, "close");
    }
  }
  // An error that nobody listens to ends the process, and the test with it.
  expect((await fetch(`${proxy.origin}/${target.origin}/`)).status).toBe(200);
});

describe("a limit", () => {
  test("is asked with who calls, before anything is connected to", async () => {
    const callers: Caller[] = [];
    const limit = (caller: Caller) => {
      callers.push(caller);
      return { admitted: false, retryAfter: 7, headers: { RateLimit: '"a";r=0' } } as const;
    };
    await using proxy = await startProxy({ limit });
    const response = await fetch(`${proxy.origin}/${target.origin}/`, page);
    expect([response.status, response.headers.get("retry-after"), response.headers.get("ratelimit")]).toEqual([
      429,
      "7",
      '"a";r=0',
    ]);
    expect(callers).toMatchObject([{ origin: app, address: "127.0.0.1", network: "127.0.0.1" }]);
  });

  test("may take its time, and adds headers", async () => {
    await using proxy = await startProxy({
      limit: () => Promise.resolve({ admitted: true, headers: { RateLimit: "r" } }),
    });
    const response = await fetch(`${proxy.origin}/${target.origin}/`, { method: "POST", body: "x" });
    expect([response.status, response.headers.get("ratelimit")]).toEqual([200, "r"]);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
    ["rejects", () => Promise.reject(new Error("no"))],
  ])("that %s admits nobody", async (_name, limit) => {
    await using proxy = await startProxy({ limit });
    expect((await fetch(`${proxy.origin}/${target.origin}/`)).status).toBe(503);
  });
});

test("each exchange is told once it is over, without path, query or header", async () => {
  await using proxy = await startProxy();
  await fetch(`${proxy.origin}/${target.origin}/secret?token=1`, { method: "POST", body: "abc", ...page }).then(
    (response) => response.text(),
  );
  await until(() => proxy.exchanges.length === 1, "the exchange");
  const { milliseconds, ...told } = proxy.exchanges[0]!;
  expect(milliseconds).toBeGreaterThan(0);
  expect(told).toEqual({
    method: "POST",
    target: target.origin,
    origin: app,
    address: "127.0.0.1",
    status: 200,
    problem: null,
    redirects: 0,
    requestBytes: 3,
    responseBytes: 6,
  });
});

test("closing lets what is under way end", async () => {
  const slow = await startTarget((_request, response) => setTimeout(() => response.end("slow"), 200));
  const proxy = await startProxy();
  const answer = fetch(`${proxy.origin}/${slow.origin}/`).then((response) => response.text());
  await until(() => proxy.proxy.inFlight() === 1, "the request");
  await proxy.proxy.close();
  expect(await answer).toBe("slow");
  slow.stop();
});

describe("options", () => {
  function issuesOf(options: unknown): readonly string[] {
    try {
      createProxy(options as ProxyOptions);
    } catch (error) {
      if (error instanceof ProxyOptionsError) return error.issues.map(({ message }) => message);
      throw error;
    }
    return [];
  }

  const targets = { hosts: ["api.test"] };
  const callers = { origins: [app] } as const;

  test("are checked all at once", () => {
    const options = {
      caller: {},
      callers: { origins: ["app.test"], credentials: true },
      targets: { hosts: ["https://api.test"], port: [443], schemes: ["ftp"], privateNetworks: ["10/8"], ca: ["x"] },
      limits: { redirects: -1, headerTimeout: 5, idleTimeout: null, inFlight: null },
      reddis: { url: "redis://:hidden@redis" },
      secretHeaders: ["X Key"],
      limit: 5,
    };
    expect(issuesOf(options)).toMatchInlineSnapshot(`
      [
        "caller {} is not a key that is known here; did you mean callers?",
        "reddis is not a key that is known here",
        "callers.origins.0 "app.test" has no scheme; an origin begins with one: "https://app.test"",
        "targets.port [443] is not a key that is known here; did you mean ports?",
        "targets.hosts.0 "https://api.test" is no host: a name, *. and a name, an address, or *",
        "targets.schemes.0 "ftp" is no scheme that is fetched: "https" and "http" are",
        "targets.privateNetworks.0 "10/8" is no network: an address, or an address, a slash and the length of its prefix",
        "targets.ca.0 "x" is no certificate in PEM",
        "limits.headerTimeout 5 is not a key that is known here; did you mean headersTimeout?",
        "limits.redirects -1 is no limit: a whole number from 0 on",
        "limits.inFlight null is no limit: a whole number from 1 on",
        "secretHeaders.0 "X Key" is no header's name",
        "limit 5 is not a function",
      ]
    `);
  });

  test.each([
    ["nothing", undefined, "options is no object of options: { callers, targets }"],
    ["limits that are a list", { callers, targets, limits: [] }, "limits [] is no object"],
    ["no callers", { targets }, 'callers is missing: say { origins: ["https://app.example.com"] }'],
    ["no targets", { callers }, 'targets is missing: say { hosts: ["api.example.com"] }'],
    [
      "no host",
      { callers, targets: { hosts: [] } },
      'targets.hosts is missing: say ["api.example.com"], or ["*"] for every public host',
    ],
    [
      "a host in upper case",
      { callers, targets: { hosts: ["API.test"] } },
      'targets.hosts.0 "API.test" is not how hosts are compared; write api.test',
    ],
    [
      "credentials",
      { callers: { ...callers, credentials: true }, targets },
      "callers.credentials true cannot be: cookies of a page go nowhere through a proxy; leave it out",
    ],
    [
      "WebSockets neither on nor off",
      { callers, targets, webSockets: "yes" },
      'webSockets "yes" is neither true nor false',
    ],
    [
      "nobody to trust",
      { callers, targets, trustProxy: true },
      'trustProxy true says not whom to trust: a number of servers from 1 to 10, or networks like ["10.0.0.0/8"]',
    ],
    [
      "whom to trust, by name",
      { callers, targets, trustProxy: ["loopback"] },
      'trustProxy.0 "loopback" is no network: an address, or an address, a slash and the length of its prefix',
    ],
    [
      "a cache of no size",
      { callers, targets, cache: { bytes: 1 } },
      'cache {"bytes":1} is no cache: { bytes: 67108864 }, with a whole number from 65536 on',
    ],
  ])("%s: one sentence", (_name, options, issue) => {
    expect(issuesOf(options)).toEqual([issue]);
  });

  test("of which all is said are taken", () => {
    const all = {
      callers,
      targets: {
        ...targets,
        denyHosts: ["*.x.test"],
        schemes: ["https"],
        ports: [443],
        privateNetworks: ["::1"],
        denyNetworks: ["8.8.0.0/16"],
      },
      limits: { idleTimeout: null, redirects: 0, inFlight: 1 },
      secretHeaders: ["X-Key"],
    };
    expect(issuesOf(all)).toEqual([]);
  });
});
