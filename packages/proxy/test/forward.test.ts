import { connect } from "node:net";
import type { Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sendRaw, startProxy, startRawTarget, startTarget, until } from "./support/loopback.ts";
import type { StartedProxy, Target } from "./support/loopback.ts";

/** What the echoing target got. */
interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const stops: (() => void)[] = [];

async function rawTarget(talk: (socket: Socket) => void): Promise<Target> {
  const target = await startRawTarget(talk);
  stops.push(target.stop);
  return target;
}

/** A target that answers each request with these bytes, and closes. */
function answering(text: string): Promise<Target> {
  return rawTarget((socket) => socket.once("data", () => socket.end(text)));
}

let echo: Target;
/** On another port, and so of another origin. */
let elsewhere: Target;
let proxy: StartedProxy;

beforeAll(async () => {
  const start = (): Promise<Target> =>
    startTarget((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (part: string) => (body += part));
      request.on("end", () => {
        const { searchParams } = new URL(request.url ?? "", "http://target.test");
        const to = searchParams.get("to");
        if (to !== null) {
          response.writeHead(Number(searchParams.get("status") ?? 302), { location: to }).end("moved");
          return;
        }
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
      });
    });
  echo = await start();
  elsewhere = await start();
  stops.push(echo.stop, elsewhere.stop);
  proxy = await startProxy({
    secretHeaders: ["X-Proxy-Key"],
    limits: {
      connectTimeout: 1000,
      headersTimeout: 1000,
      idleTimeout: 300,
      requestBytes: 100_000,
      responseBytes: 100_000,
      headerCount: 50,
    },
  });
});

afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  for (const stop of stops) stop();
});

function ask(target: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${proxy.origin}/${target}`, init);
}

async function echoOf(target: string, init: RequestInit = {}): Promise<Echo> {
  return (await (await ask(target, init)).json()) as Echo;
}

async function codeOf(target: string, init: RequestInit = {}): Promise<unknown> {
  const response = await ask(target, init);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const { status, code, detail } = (await response.json()) as Record<string, unknown>;
  expect(status).toBe(response.status);
  expect(detail).toMatch(/^[A-Z].*[^.]$|\.$/);
  return code;
}

function redirect(to: string, status = 302, from = echo): string {
  return `${from.origin}/?status=${status}&to=${encodeURIComponent(to)}`;
}

describe("what a target is sent", () => {
  test("the path as it was asked for, slashes and escapes included", async () => {
    const path = "/a//b/%2F%252F?q=http://x.test//y&%20";
    expect((await echoOf(`${echo.origin}${path}`)).url).toBe(path);
  });

  test("a body, whole", async () => {
    const body = "grüße ".repeat(1000);
    expect(await echoOf(`${echo.origin}/`, { method: "PUT", body })).toMatchObject({ method: "PUT", body });
  });

  test("a body of unknown length", async () => {
    const raw = `POST /${echo.origin}/ HTTP/1.1\r\nHost: p\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`;
    expect(await sendRaw(proxy.port, raw)).toContain(`"body":"abcde"`);
  });

  test("its own host, not the proxy's", async () => {
    expect((await echoOf(`${echo.origin}/`)).headers["host"]).toBe(new URL(echo.origin).host);
  });

  test("no cookie, no trace of the page, nothing about the connection, no key of this proxy, and Authorization", async () => {
    const lines = [
      "Cookie: a=b",
      "Origin: https://app.test",
      "Referer: https://app.test/secret",
      "Sec-Fetch-Site: cross-site",
      "X-Forwarded-For: 127.0.0.1",
      "X_Forwarded_For: 127.0.0.1",
      "Connection: close, X-Named",
      "X-Named: 1",
      "TE: trailers",
      "Trailer: X-Sum",
      "Keep-Alive: timeout=9",
      "Proxy-Authorization: Basic x",
      "X-Proxy-Key: secret",
      "Expect: 100-continue",
      "Authorization: Bearer t",
      "X-Kept: 1",
    ];
    const answer = await sendRaw(
      proxy.port,
      `GET /${echo.origin}/ HTTP/1.1\r\nHost: p\r\n${lines.join("\r\n")}\r\n\r\n`,
    );
    const { headers } = JSON.parse(/\{.*\}/s.exec(answer)![0]) as Echo;
    expect(Object.keys(headers).sort()).toEqual(["authorization", "connection", "host", "via", "x-kept"]);
  });
});

describe("redirects", () => {
  test("are followed, and told in headers that pages can read", async () => {
    const response = await ask(redirect(redirect(`${echo.origin}/end`, 307)), {
      headers: { Origin: "https://a.test" },
    });
    expect(response.headers.get("x-request-url")).toBe(redirect(redirect(`${echo.origin}/end`, 307)));
    expect(response.headers.get("x-cors-redirect-1")).toBe(`302 ${redirect(`${echo.origin}/end`, 307)}`);
    expect(response.headers.get("x-cors-redirect-2")).toBe(`307 ${echo.origin}/end`);
    expect(response.headers.get("x-final-url")).toBe(`${echo.origin}/end`);
    expect(response.headers.get("access-control-expose-headers")).toBe("*");
    expect(await response.json()).toMatchObject({ url: "/end" });
  });

  test.each([
    ["POST", 301, "GET", ""],
    ["POST", 302, "GET", ""],
    ["POST", 303, "GET", ""],
    ["PUT", 303, "GET", ""],
    ["PUT", 302, "PUT", "text"],
    ["POST", 307, "POST", "text"],
    ["PATCH", 308, "PATCH", "text"],
  ] as const)("%s and %d make %s", async (method, status, then, body) => {
    const got = await echoOf(redirect("/end", status), { method, body: "text", headers: { "Content-Type": "a/b" } });
    expect(got).toMatchObject({ method: then, body, url: "/end" });
    expect(got.headers["content-type"]).toBe(body === "" ? undefined : "a/b");
  });

  test("keep Authorization and other headers within an origin", async () => {
    const headers = { Authorization: "Bearer t", "X-Api-Key": "k" };
    expect((await echoOf(redirect("/end"), { headers })).headers).toMatchObject({
      authorization: "Bearer t",
      "x-api-key": "k",
    });
  });

  test("lose them on the way to another origin, and do not find them again on the way back", async () => {
    const init = { headers: { Authorization: "Bearer t", "X-Api-Key": "k", Accept: "a/b" } };
    for (const to of [`${elsewhere.origin}/end`, redirect(`${echo.origin}/end`, 302, elsewhere)]) {
      const { headers } = await echoOf(redirect(to), init);
      expect(headers).not.toHaveProperty("authorization");
      expect(headers).not.toHaveProperty("x-api-key");
      expect(headers["accept"]).toBe("a/b");
    }
  });

  test("end after five", async () => {
    let to = `${echo.origin}/end`;
    for (let count = 0; count < 5; count++) to = redirect(to);
    expect((await ask(to)).status).toBe(200);
    expect(await codeOf(redirect(to))).toBe("redirects-too-many");
  });

  test("with a body that is too long to be kept lead nowhere", async () => {
    expect(await codeOf(redirect("/end", 307), { method: "POST", body: "x".repeat(70_000) })).toBe(
      "redirect-needs-body",
    );
  });

  test.each([
    ["ftp://files.test/", "target-scheme-refused"],
    ["javascript:alert(1)", "target-scheme-refused"],
    ["http://u:p@127.0.0.1/", "target-with-userinfo"],
    ["http://10.0.0.1/", "target-address-refused"],
    ["http://127.0.0.1:6667/", "target-port-refused"],
    ["http://[", "redirect-malformed"],
  ])("to %s are refused: %s", async (to, code) => {
    expect(await codeOf(redirect(to))).toBe(code);
  });
});

describe("what comes back", () => {
  test("nothing that would be true of the proxy's own origin", async () => {
    const lines = [
      "Set-Cookie: a=b",
      "Set-Cookie2: a=b",
      "Strict-Transport-Security: max-age=1",
      'Clear-Site-Data: "*"',
      "Alt-Svc: h3=:443",
      "Service-Worker-Allowed: /",
      "Refresh: 0; url=//evil.test",
      "NEL: {}",
      "Report-To: {}",
      "Access-Control-Allow-Origin: https://b.test",
      "Access-Control-Allow-Credentials: true",
      'WWW-Authenticate: Basic realm="x"',
      "Connection: X-Named",
      "X-Named: 1",
      "X-Final-URL: https://evil.test/",
      "X-Kept: 1",
      "X-Kept: 2",
      "Content-Security-Policy: default-src 'self'",
      "Location: /created",
    ];
    const target = await answering(`HTTP/1.1 201 Yes\r\n${lines.join("\r\n")}\r\nContent-Length: 2\r\n\r\nhi`);
    const response = await ask(`${target.origin}/`, { headers: { Origin: "https://a.test" } });
    const { date: _date, via: _via, ...headers } = Object.fromEntries(response.headers);
    expect(headers).toEqual({
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "*",
      connection: "keep-alive",
      "content-length": "2",
      "content-security-policy": "default-src 'self', sandbox",
      "keep-alive": "timeout=5",
      location: "/created",
      "x-content-type-options": "nosniff",
      "x-final-url": `${target.origin}/`,
      "x-kept": "1, 2",
      "x-request-url": `${target.origin}/`,
    });
  });

  test("a challenge that no browser asks its user about", async () => {
    const target = await answering(
      'HTTP/1.1 401 No\r\nWWW-Authenticate: Bearer realm="x"\r\nContent-Length: 0\r\n\r\n',
    );
    expect((await ask(`${target.origin}/`)).headers.get("www-authenticate")).toBe('Bearer realm="x"');
  });

  test("events as they come", async () => {
    const target = await startTarget((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      let count = 0;
      // Longer than a body may stop otherwise.
      const timer = setInterval(() => response.write(`data: ${++count}\n\n`), 500);
      response.on("close", () => clearInterval(timer));
    });
    stops.push(target.stop);
    const { body } = await ask(`${target.origin}/`);
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe("data: 1\n\n");
    expect((await reader.read()).value).toBe("data: 2\n\n");
    await reader.cancel();
    await until(() => target.connections.size === 0, "the end of the target's connection");
  });
});

describe("targets that misbehave", () => {
  test("silent: 504", async () => {
    const target = await rawTarget(() => {});
    expect(await codeOf(`${target.origin}/`)).toBe("answer-late");
    await until(() => target.connections.size === 0, "the end of the target's connection");
  });

  test("nobody there: 502", async () => {
    const target = await answering("");
    target.stop();
    expect(await codeOf(`${target.origin}/`)).toBe("target-unreachable");
  });

  test("no such name: 502", async () => {
    expect(await codeOf("http://nowhere.invalid/")).toMatch(/^target-un(?:known|reachable)$/);
  });

  test.each([
    ["closes without a word", "", "target-unreachable"],
    ["no HTTP", "SSH-2.0-OpenSSH\r\n", "answer-malformed"],
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nhi", "answer-malformed"],
    [
      "a length and chunks",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "answer-malformed",
    ],
    ["an endless head", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(40_000)}\r\n\r\n`, "answer-headers-too-many"],
    ["too many lines", `HTTP/1.1 200 OK\r\n${"X: y\r\n".repeat(51)}\r\n`, "answer-headers-too-many"],
    [
      "a switch of protocols",
      "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
      "target-unreachable",
    ],
  ])("%s: 502", async (_name, text, code) => {
    const target = await answering(text);
    expect(await codeOf(`${target.origin}/`)).toBe(code);
  });

  test.each([
    ["a status that is none", "HTTP/1.1 000 Zero\r\nContent-Length: 0\r\n\r\n"],
    ["a status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"],
  ])("%s: 502", async (_name, text) => {
    const target = await answering(text);
    expect((await ask(`${target.origin}/`)).status).toBe(502);
  });

  test.each([
    ["less than it said", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"],
    ["broken chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n"],
  ])("%s: the client sees that something is missing", async (_name, text) => {
    const target = await answering(text);
    await expect(ask(`${target.origin}/`).then((response) => response.text())).rejects.toThrow(TypeError);
    await until(() => proxy.exchanges.at(-1)?.problem === "answer-broken", "the problem");
  });

  test("stops in the middle: broken off", async () => {
    const target = await rawTarget((socket) =>
      socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")),
    );
    await expect(ask(`${target.origin}/`).then((response) => response.text())).rejects.toThrow(TypeError);
    await until(() => target.connections.size === 0, "the end of the target's connection");
  });

  test("endless: broken off where the limit is", async () => {
    const target = await rawTarget((socket) =>
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        const timer = setInterval(() => socket.write("x".repeat(20_000)), 1);
        socket.on("close", () => clearInterval(timer));
      }),
    );
    await expect(ask(`${target.origin}/`).then((response) => response.text())).rejects.toThrow(TypeError);
    await until(() => target.connections.size === 0, "the end of the target's connection");
  });

  test("early hints are not passed on, and what follows is", async () => {
    const target = await answering(
      "HTTP/1.1 103 Early\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
    );
    const response = await ask(`${target.origin}/`);
    expect([response.status, await response.text(), response.headers.get("link")]).toEqual([200, "hi", null]);
  });

  test("a connection that was closed meanwhile is asked about once more", async () => {
    let count = 0;
    const target = await rawTarget((socket) => {
      const isFirst = ++count === 1;
      socket.once("data", () =>
        isFirst ? socket.destroy() : socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
      );
    });
    expect((await ask(`${target.origin}/`)).status).toBe(200);
    expect(count).toBe(2);
  });
});

describe("clients that do not read", () => {
  test.each(["text/plain", "text/event-stream"])(
    "what is written to them is not kept, and they are left: %s",
    async (type) => {
      let isFull = false;
      const target = await startTarget((_request, response) => {
        response.writeHead(200, { "content-type": type });
        const chunk = Buffer.alloc(65_536);
        const fill = (): void => {
          while (!response.destroyed && response.write(chunk));
          isFull = true;
        };
        response.on("drain", fill);
        fill();
      });
      stops.push(target.stop);
      await using endless = await startProxy({ limits: { idleTimeout: 500, responseBytes: null } });
      const socket = connect(endless.port, "127.0.0.1", () => {
        socket.pause().write(`GET /${target.origin}/ HTTP/1.1\r\nHost: p\r\n\r\n`);
      });
      socket.on("error", () => {});
      await until(() => isFull, "back-pressure at the target");
      await until(() => target.connections.size === 0, "the end of the target's connection");
      expect(endless.exchanges[0]?.problem).toBe("answer-broken");
      expect(endless.exchanges[0]?.responseBytes).toBeLessThan(20_000_000);
      socket.destroy();
    },
  );
});

describe("clients that leave", () => {
  /** A request, and its connection, which leaves once this much is there. */
  async function expectToLeave(head: string, isTime: (answer: string) => boolean): Promise<void> {
    const before = proxy.exchanges.length;
    let answer = "";
    const socket = connect(proxy.port, "127.0.0.1", () => socket.write(head));
    socket.setEncoding("latin1").on("data", (part: string) => (answer += part));
    await until(() => isTime(answer), "the moment to leave");
    socket.destroy();
    await until(() => proxy.exchanges.length > before, "the exchange");
    expect(proxy.exchanges.at(-1)?.problem).toBe("client-left");
    expect(proxy.proxy.inFlight()).toBe(0);
  }

  test("before the answer", async () => {
    const target = await rawTarget(() => {});
    await expectToLeave(`GET /${target.origin}/ HTTP/1.1\r\nHost: p\r\n\r\n`, () => target.connections.size === 1);
    await until(() => target.connections.size === 0, "the end of the target's connection");
  });

  test("in the middle of the answer", async () => {
    const target = await rawTarget((socket) => socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\n\r\nabc")));
    await expectToLeave(`GET /${target.origin}/ HTTP/1.1\r\nHost: p\r\n\r\n`, (answer) => answer.endsWith("abc\r\n"));
    await until(() => target.connections.size === 0, "the end of the target's connection");
  });

  test("in the middle of their body", async () => {
    let got = "";
    const target = await rawTarget((socket) => socket.on("data", (chunk) => (got += chunk.toString())));
    const head = `POST /${target.origin}/ HTTP/1.1\r\nHost: p\r\nContent-Length: 10\r\n\r\nabc`;
    await expectToLeave(head, () => got.endsWith("abc"));
    await until(() => target.connections.size === 0, "the end of the target's connection");
  });
});

describe("limits", () => {
  test("a body that is too long: 413, and its connection is not reset before the answer is read", async () => {
    expect(await codeOf(`${echo.origin}/`, { method: "POST", body: "x".repeat(3_000_000) })).toBe(
      "request-body-too-large",
    );
  });

  test("a body that stops coming: 408", async () => {
    const head = `POST /${echo.origin}/ HTTP/1.1\r\nHost: p\r\nContent-Length: 10\r\n\r\nabc`;
    expect(await sendRaw(proxy.port, head)).toContain('"code": "request-body-idle"');
  });

  test("too many header lines: 431", async () => {
    const raw = `GET /${echo.origin}/ HTTP/1.1\r\nHost: p\r\nConnection: close\r\n${"X: y\r\n".repeat(50)}\r\n`;
    expect(await sendRaw(proxy.port, raw)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test("as many at once as may be, of one address and in all", async () => {
    await using small = await startProxy({ limits: { inFlightPerAddress: 2 } });
    await using full = await startProxy({ limits: { inFlight: 1 } });
    const target = await rawTarget(() => {});
    for (const [started, count, status] of [
      [small, 2, 429],
      [full, 1, 503],
    ] as const) {
      const leaving = new AbortController();
      const url = `${started.origin}/${target.origin}/`;
      const waiting = Array.from({ length: count }, () => fetch(url, { signal: leaving.signal }).catch(() => null));
      await until(() => started.proxy.inFlight() === count, "requests under way");
      const response = await fetch(url);
      expect([response.status, response.headers.get("retry-after")]).toEqual([status, "1"]);
      leaving.abort();
      await Promise.all(waiting);
      await until(() => started.proxy.inFlight() === 0, "the end of all requests");
    }
  });

  test("all of a request", async () => {
    await using limited = await startProxy({ limits: { totalTimeout: 200 } });
    const target = await rawTarget(() => {});
    expect((await fetch(`${limited.origin}/${target.origin}/`)).status).toBe(504);
  });
});
