import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFetchProxy, ProxyOptionsError } from "../src/fetch/index.ts";
import type { FetchProxyOptions } from "../src/fetch/index.ts";
import { namesAlone } from "../src/guard/name-guard.ts";
import { targetOf } from "../src/target/target.ts";
import { startRawTarget, startTarget, until } from "./support/loopback.ts";
import type { Target } from "./support/loopback.ts";

const app = "https://app.test";
let echo: Target;
/** On another port, and so of another origin. */
let elsewhere: Target;
const stops: (() => void)[] = [];

beforeAll(async () => {
  const start = (): Promise<Target> =>
    startTarget((request, response) => {
      let body = "";
      request.setEncoding("latin1").on("data", (part: string) => (body += part));
      request.on("end", () => {
        const { searchParams } = new URL(request.url ?? "", "http://target.test");
        const to = searchParams.get("to");
        response.setHeader("set-cookie", "a=b");
        response.setHeader("clear-site-data", '"*"');
        if (to !== null) response.writeHead(Number(searchParams.get("status") ?? 302), { location: to });
        else response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
      });
    });
  echo = await start();
  elsewhere = await start();
  stops.push(echo.stop, elsewhere.stop);
});
afterAll(() => {
  for (const stop of stops) stop();
});

const options = {
  callers: { origins: [app], methods: ["PUT", "PATCH"], requestHeaders: ["X-Mine", "Authorization"] },
  targets: { hosts: ["127.0.0.1", "*.test"] },
} satisfies FetchProxyOptions;

const handle = createFetchProxy({
  ...options,
  secretHeaders: ["X-Proxy-Key"],
  limits: { requestBytes: 200_000, responseBytes: 200_000, headerCount: 50 },
});

interface Init extends Omit<RequestInit, "headers"> {
  readonly headers?: Readonly<Record<string, string>>;
}

function requestFor(target: string, { headers, ...init }: Init = {}): Request {
  return new Request(`https://proxy.test/${target}`, { headers: { Origin: app, ...headers }, ...init });
}

/** It waits for nobody. */
const impatient = createFetchProxy({
  ...options,
  limits: { headersTimeout: 300, idleTimeout: 300, responseBytes: 200_000 },
});

function ask(target: string, init: Init = {}, by = handle): Promise<Response> {
  return by(requestFor(target, init));
}

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function echoOf(target: string, init: Init = {}): Promise<Echo> {
  return (await (await ask(target, init)).json()) as Echo;
}

async function problemOf(response: Response | Promise<Response>): Promise<readonly [number, unknown]> {
  const { status, body, headers } = await response;
  expect(headers.get("content-type")).toBe("application/problem+json");
  const problem = (await new Response(body).json()) as { status: number; code: unknown };
  expect(problem.status).toBe(status);
  return [status, problem.code];
}

function redirect(to: string, status = 302, from = echo): string {
  return `${from.origin}/?status=${status}&to=${encodeURIComponent(to)}`;
}

describe("what is passed on", () => {
  test("what a target gets: no cookie, no page, no key of this proxy", async () => {
    const got = await echoOf(`${echo.origin}/a//b?c=%2F&d`, {
      method: "PUT",
      body: "text",
      headers: {
        "X-Mine": "1",
        Authorization: "Bearer t",
        "X-Proxy-Key": "k",
        Referer: `${app}/secret`,
        Cookie: "a=b",
      },
    });
    expect(got).toMatchObject({ method: "PUT", url: "/a//b?c=%2F&d", body: "text" });
    expect(got.headers).toMatchObject({ authorization: "Bearer t", "x-mine": "1", via: "1.1 concors-fetch-proxy" });
    for (const name of ["origin", "cookie", "referer", "x-proxy-key"]) expect(got.headers).not.toHaveProperty(name);
  });

  test("what a page gets: the policy's headers, and none that are about the target's origin", async () => {
    const { headers, status } = await ask(`${echo.origin}/`);
    expect([status, headers.get("access-control-allow-origin"), headers.get("vary")]).toEqual([200, app, "Origin"]);
    expect(headers.get("content-security-policy")).toBe("sandbox");
    for (const name of ["set-cookie", "clear-site-data"]) expect(headers.get(name)).toBeNull();
    expect(headers.get("access-control-expose-headers")).toBe("*");
  });

  test("a preflight is answered here", async () => {
    const headers = { "Access-Control-Request-Method": "PUT" };
    const response = await ask("http://10.0.0.1/", { method: "OPTIONS", headers });
    expect([response.status, response.headers.get("access-control-allow-methods")]).toEqual([204, "PUT, PATCH"]);
  });

  test("what came compressed is passed on as what it is", async () => {
    const body = gzipSync("grüße");
    const target = await startTarget((_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip", "content-length": body.length }).end(body),
    );
    stops.push(target.stop);
    const response = await ask(`${target.origin}/`);
    expect([response.headers.get("content-encoding"), await response.text()]).toEqual([null, "grüße"]);
  });

  test.each(["HEAD", "GET"])("an answer without a body, to %s", async (method) => {
    const target = await startTarget((_request, response) =>
      response.writeHead(method === "GET" ? 204 : 200, method === "GET" ? {} : { "content-length": 5 }).end(),
    );
    stops.push(target.stop);
    const response = await ask(`${target.origin}/`, { method });
    expect([await response.text(), response.headers.get("content-length")]).toEqual([
      "",
      method === "GET" ? null : "5",
    ]);
  });

  test("it streams both ways", async () => {
    const target = await startTarget((request, response) => request.pipe(response));
    stops.push(target.stop);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const answer = ask(`${target.origin}/`, { method: "PUT", body: readable, duplex: "half" });
    void writer.write(Buffer.from("first"));
    const reader = (await answer).body!.getReader();
    expect(Buffer.from((await reader.read()).value ?? "").toString()).toBe("first");
    void writer.write(Buffer.from("last"));
    void writer.close();
    expect(Buffer.from((await reader.read()).value ?? "").toString()).toBe("last");
    expect((await reader.read()).done).toBe(true);
  });
});

describe("redirects", () => {
  test("are followed, judged and told", async () => {
    const response = await ask(redirect(redirect(Buffer.from("/grüße").toString("latin1"), 307)));
    expect(response.headers.get("x-final-url")).toBe(`${echo.origin}/gr%C3%BC%C3%9Fe`);
    expect(response.headers.get("x-cors-redirect-1")).toMatch(/^302 /);
    expect(await problemOf(ask(redirect("http://10.0.0.1/")))).toEqual([403, "target-host-refused"]);
    expect(await problemOf(ask(redirect("http://x.localhost.test.localhost/")))).toEqual([403, "target-host-refused"]);
    expect(await problemOf(ask(redirect("ftp://a.test/")))).toEqual([403, "target-scheme-refused"]);
  });

  test("lose what was meant for one origin", async () => {
    const headers = { Authorization: "Bearer t", "X-Mine": "1", Accept: "a/b" };
    const got = await echoOf(redirect(`${elsewhere.origin}/end`), { headers });
    expect(got.headers).toMatchObject({ accept: "a/b" });
    for (const name of ["authorization", "x-mine"]) expect(got.headers).not.toHaveProperty(name);
  });

  test("send a body again if it is short", async () => {
    const init = { method: "PATCH", body: "text", headers: { "Content-Length": "4" } };
    expect(await echoOf(redirect("/end", 307), init)).toMatchObject({ method: "PATCH", body: "text", url: "/end" });
    const long = { ...init, body: "x".repeat(70_000), headers: { "Content-Length": "70000" } };
    expect(await problemOf(ask(redirect("/end", 308), long))).toEqual([502, "redirect-needs-body"]);
  });

  test("end after five", async () => {
    let to = "/end";
    for (let count = 0; count < 6; count++) to = redirect(to);
    expect(await problemOf(ask(to))).toEqual([502, "redirects-too-many"]);
  });
});

describe("refused", () => {
  test.each([
    ["another page", "http://127.0.0.1/", { Origin: "https://b.test" }, 403, "origin-refused"],
    ["a host that is not named", "https://b.example/", {}, 403, "target-host-refused"],
    ["a port that browsers block", "http://127.0.0.1:22/", {}, 403, "target-port-refused"],
    ["no target", "", {}, 400, "target-missing"],
    ["another scheme", "ftp://a.test/", {}, 403, "target-scheme-refused"],
    ["no URL", "http://[", {}, 400, "target-malformed"],
    ["a loop", "http://a.test/", { Via: "1.1 concors-fetch-proxy" }, 508, "loop"],
    ["a service worker", "http://a.test/", { "Service-Worker": "script" }, 403, "worker-refused"],
    ["a WebSocket", "http://a.test/", { Upgrade: "websocket" }, 501, "upgrade-refused"],
    [
      "too many headers",
      "http://a.test/",
      Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`x-${at}`, "1"])),
      431,
      "request-headers-too-many",
    ],
  ] as const)("%s", async (_name, target, headers, status, code) => {
    expect(await problemOf(ask(target, { headers }))).toEqual([status, code]);
  });

  test.each([
    "127.0.0.1",
    "2130706433",
    "0x7f.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "localhost",
    "LOCALHOST.",
    "a.localhost",
    "printer",
    "nas.local",
    "metadata.google.internal",
    "router.home.arpa",
    "127.0.0.1.",
    "localhost.localdomain",
    "kubernetes.default.svc",
    "db.mesh",
    "1.0.0.127.ip6.arpa",
  ])("%s, where every public host may be fetched: it has to be named itself", async (host) => {
    const open = createFetchProxy({ callers: { origins: "*" }, targets: { hosts: ["*"] } });
    const response = await open(new Request(`https://proxy.test/http://${host}/`));
    expect(await problemOf(response)).toEqual([403, "target-address-refused"]);
  });

  test.each([
    ["a.example.com", null],
    ["xn--bcher-kva.de", null],
    ["a.github.io", null],
    ["a.test", null],
    ["a.invalid", "target-address-refused"],
  ])("%s, where every host may be, and what is below test: %s", (host, refused) => {
    const rules = { hosts: ["*", "*.test"], denyHosts: [], schemes: ["https"], ports: null } as const;
    expect(namesAlone(rules)(targetOf(new URL(`https://${host}/`))!)).toBe(refused);
  });

  test("options that are wrong, all at once", () => {
    const wrong = {
      callers: { origins: ["app"] },
      targets: { hosts: ["A.test"], privateNetworks: [] },
      limits: { connectTimeout: 1 },
    };
    try {
      createFetchProxy(wrong as unknown as FetchProxyOptions);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ProxyOptionsError);
      expect((error as ProxyOptionsError).issues.map(({ path }) => path.join("."))).toEqual([
        "callers.origins.0",
        "targets.privateNetworks",
        "targets.hosts.0",
        "limits.connectTimeout",
      ]);
    }
  });
});

describe("limits", () => {
  test("a target that never answers: 504; one that nobody listens at: 502", async () => {
    const silent = await startRawTarget(() => {});
    stops.push(silent.stop);
    expect(await problemOf(ask(`${silent.origin}/`, {}, impatient))).toEqual([504, "answer-late"]);
    await until(() => silent.connections.size === 0, "the end of the target's connection");
    expect(await problemOf(ask("http://127.0.0.1:1023/"))).toEqual([502, "target-unreachable"]);
  });

  test("a body that is too long: 413", async () => {
    const body = "x".repeat(300_000);
    const init = { method: "PUT", body, headers: { "Content-Length": String(body.length) } };
    expect(await problemOf(ask(`${echo.origin}/`, init))).toEqual([413, "request-body-too-large"]);
    expect(await problemOf(ask(`${echo.origin}/`, { method: "PUT", body }))).toEqual([413, "request-body-too-large"]);
  });

  test("an answer that is too long, or stops, breaks off", async () => {
    for (const length of [300_000, 1000]) {
      const target = await startTarget((_request, response) => void response.writeHead(200).write("x".repeat(length)));
      stops.push(target.stop);
      const response = await ask(`${target.origin}/`, {}, impatient);
      await expect(response.text()).rejects.toThrow("The body is broken off");
      await until(() => target.connections.size === 0, "the end of the target's connection");
    }
  });

  test("an event stream may be silent", async () => {
    const target = await startTarget((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).write("data: 1\n\n");
      setTimeout(() => response.end("data: 2\n\n"), 500);
    });
    stops.push(target.stop);
    expect(await (await ask(`${target.origin}/`, {}, impatient)).text()).toBe("data: 1\n\ndata: 2\n\n");
  });

  test("as many at once as may be, and whoever leaves makes room", async () => {
    const small = createFetchProxy({ ...options, limits: { inFlight: 1 } });
    const target = await startTarget((_request, response) => void response.writeHead(200).write("first"));
    stops.push(target.stop);
    const leaving = new AbortController();
    const first = await small(requestFor(`${target.origin}/`, { signal: leaving.signal }));
    expect(await problemOf(small(requestFor(`${echo.origin}/`)))).toEqual([503, "overloaded"]);
    leaving.abort();
    await expect(first.text()).rejects.toThrow(/abort|left|terminated/i);
    const second = await small(requestFor(`${target.origin}/`));
    await second.body!.cancel();
    await until(() => target.connections.size === 0, "the end of the target's connections");
    expect((await small(requestFor(`${echo.origin}/`))).status).toBe(200);
  });

  test("what the limit says", async () => {
    const limited = createFetchProxy({
      ...options,
      limit: ({ headers }) =>
        headers.get("x-mine") === "1"
          ? { admitted: true, headers: { RateLimit: '"default";r=1;t=1' } }
          : { admitted: false, retryAfter: 7 },
    });
    const admitted = await limited(requestFor(`${echo.origin}/`, { headers: { "X-Mine": "1" } }));
    expect(admitted.headers.get("ratelimit")).toBe('"default";r=1;t=1');
    const refused = await limited(requestFor(`${echo.origin}/`));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(refused.headers.get("access-control-allow-origin")).toBe(app);
  });
});
