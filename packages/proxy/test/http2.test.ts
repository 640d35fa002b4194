import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createSecureServer } from "node:http2";
import type { Http2Session, Http2ServerRequest, Http2ServerResponse, ServerHttp2Stream } from "node:http2";
import { createServer } from "node:https";
import { Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createIdleSessions } from "../src/forward/idle-sessions.ts";
import { sendRaw, startProxy, until } from "./support/loopback.ts";
import type { StartedProxy } from "./support/loopback.ts";

const what = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
const whom = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
const targets = { hosts: ["localhost"], privateNetworks: ["127.0.0.0/8", "::1"] };

let origin: string;
let proxy: StartedProxy;
let answer: (request: Http2ServerRequest, response: Http2ServerResponse) => void;
/** It has never heard of HTTP/2. */
const older = createServer((request, response) => response.end(`${request.httpVersion} as ever`));
const sockets = new Set<Socket>();
const sessions = new Set<Http2Session>();
const server = createSecureServer({ allowHTTP1: true }, (request, response) => answer(request, response));
server.on("connection", (socket: Socket) => {
  sockets.add(socket);
  socket.on("error", () => {}).once("close", () => sockets.delete(socket));
});
server.on("sessionError", () => {});
server.on("session", (session) => {
  sessions.add(session);
  session.on("error", () => {}).once("close", () => sessions.delete(session));
});

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "concors-http2-"));
  const [crt, key] = [join(folder, "crt"), join(folder, "key")];
  await promisify(execFile)("openssl", ["req", ...what, ...whom, "-keyout", key, "-out", crt]);
  const certificate = await readFile(crt, "utf8");
  const context = { cert: certificate, key: await readFile(key, "utf8") };
  server.setSecureContext(context);
  older.setSecureContext(context);
  await rm(folder, { recursive: true });
  for (const each of [server, older]) await once(each.listen(0, "127.0.0.1"), "listening");
  origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  proxy = await startProxy({
    targets: { ...targets, ca: [certificate] },
    http2: true,
    limits: { headersTimeout: 500, idleTimeout: 500 },
  });
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  for (const session of sessions) session.destroy();
  server.close();
  older.close();
  older.closeAllConnections();
});

function ask(path = "/", init: RequestInit = {}): Promise<Response> {
  return fetch(`${proxy.origin}/${origin}${path}`, init);
}

/** The stream of a response over HTTP/2. */
function streamOf(response: Http2ServerResponse): ServerHttp2Stream {
  return response.stream;
}

test("a target that offers HTTP/2 is asked over it, for what it would be asked over HTTP/1.1", async () => {
  answer = (request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => (body += part));
    request.on("end", () => {
      response.setHeader("set-cookie", ["a=b", "c=d"]);
      response.setHeader("x-kept", ["1", "2"]);
      response.end(JSON.stringify({ version: request.httpVersion, headers: request.headers, url: request.url, body }));
    });
  };
  const response = await ask("/a//b?c=%2F", {
    method: "PUT",
    body: "grüße",
    headers: { "X-Mine": "1", Authorization: "Bearer t", Cookie: "a=b", Origin: "https://a.test" },
  });
  const { version, headers, url, body } = (await response.json()) as { headers: Record<string, string> } & Record<
    string,
    unknown
  >;
  expect([version, url, body]).toEqual(["2.0", "/a//b?c=%2F", "grüße"]);
  expect(headers).toMatchObject({ ":method": "PUT", ":authority": new URL(origin).host, "x-mine": "1" });
  expect(headers).toMatchObject({ authorization: "Bearer t", "content-length": "7" });
  for (const name of ["cookie", "origin", "host"]) expect(headers).not.toHaveProperty(name);
  expect([response.headers.get("x-kept"), response.headers.get("set-cookie")]).toEqual(["1, 2", null]);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
});

test("and one that does not, over HTTP/1.1, as if it had not been asked", async () => {
  const { port } = older.address() as AddressInfo;
  const response = await fetch(`${proxy.origin}/https://localhost:${port}/`);
  expect(await response.text()).toBe("1.1 as ever");
});

test("redirects are followed", async () => {
  answer = ({ url }, response) => {
    if (url === "/") response.writeHead(307, { location: "/end" }).end("moved");
    else response.end("end");
  };
  const response = await ask();
  expect([await response.text(), response.headers.get("x-final-url")]).toEqual(["end", `${origin}/end`]);
});

test("a body streams as it comes, and trailers end it", async () => {
  let next: () => void = () => {};
  answer = (_request, response) => {
    response.setHeader("trailer", "x-sum");
    response.write("first");
    next = () => {
      response.addTrailers({ "x-sum": "1" });
      response.end("last");
    };
  };
  const response = await ask();
  const reader = response.body!.getReader();
  expect(Buffer.from((await reader.read()).value ?? "").toString()).toBe("first");
  next();
  expect(Buffer.from((await reader.read()).value ?? "").toString()).toBe("last");
  expect((await reader.read()).done).toBe(true);
});

test("megabytes go both ways, no faster than they are read", async () => {
  answer = (request, response) => request.pipe(response);
  const body = Buffer.alloc(3_000_000, "x");
  const response = await ask("/", { method: "POST", body });
  expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);
});

test("a client that leaves takes its stream along, and not its connection", async () => {
  let stream: ServerHttp2Stream | undefined;
  answer = (_request, response) => {
    stream = streamOf(response);
    response.write("first");
  };
  const leaving = new AbortController();
  await ask("/", { signal: leaving.signal });
  leaving.abort();
  await until(() => stream?.closed === true, "the end of the stream");
  expect(proxy.exchanges.at(-1)?.problem).toBe("client-left");
  answer = (_request, response) => response.end("next");
  expect(await (await ask()).text()).toBe("next");
});

test.each([
  ["that never answers", () => {}, 504, "answer-late"],
  ["that resets the stream", (response: Http2ServerResponse) => streamOf(response).close(2), 502, "target-unreachable"],
  ["that cancels it", (response: Http2ServerResponse) => streamOf(response).close(8), 502, "target-unreachable"],
  [
    "that breaks the connection",
    (response: Http2ServerResponse) => streamOf(response).session!.destroy(),
    502,
    "target-unreachable",
  ],
  [
    "with more headers than are passed on",
    (response: Http2ServerResponse) => {
      for (let count = 0; count < 110; count++) response.setHeader(`x-${count}`, "1");
      response.end();
    },
    502,
    "answer-headers-too-many",
  ],
] as const)("a target %s: %d", async (_name, misbehave, status, code) => {
  answer = (_request, response) => misbehave(response);
  const response = await ask();
  expect([response.status, await response.json()]).toMatchObject([status, { code }]);
  answer = (_request, next) => next.end("next");
  expect(await (await ask()).text()).toBe("next");
});

test("a target that says goodbye is connected to anew", async () => {
  answer = (_request, response) => response.end("1");
  for (let round = 0; round < 3; round++) {
    expect(await (await ask()).text()).toBe("1");
    for (const session of sessions) session.goaway(0);
  }
});

test.each([
  ["two lines of one name", "User-Agent: a\r\nuser-agent: b\r\n"],
  ["names that objects have", "constructor: a\r\n__proto__: b\r\ntoString: c\r\nhasOwnProperty: d\r\n"],
  ["a body that none expects", "Content-Length: 3\r\n"],
  [
    "names of HTTP/2's own",
    "HTTP2-Settings: x\r\nTE: trailers\r\nKeep-Alive: 1\r\nProxy-Connection: x\r\nHost2: x\r\n",
  ],
])("a request with %s does no harm", async (_name, lines) => {
  answer = (_request, response) => response.end("fine");
  const raw = `GET /${origin}/ HTTP/1.1\r\nHost: p\r\nConnection: close\r\n${lines}\r\n${lines.includes("Length") ? "abc" : ""}`;
  expect(await sendRaw(proxy.port, raw)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*fine/);
  expect(await (await ask()).text()).toBe("fine");
});

test.each([
  ["after its answer", (response: Http2ServerResponse) => void response.end("x", () => closeSession(response, 1))],
  ["before its answer", (response: Http2ServerResponse) => closeSession(response, 0)],
  ["in the middle of it", (response: Http2ServerResponse) => void response.write("x", () => closeSession(response, 2))],
])("a target that closes connections in many ways %s ends nothing else", async (_name, misbehave) => {
  answer = (_request, response) => misbehave(response);
  for (let round = 0; round < 2; round++)
    await Promise.all(
      Array.from({ length: 8 }, () =>
        ask()
          .then((response) => response.text())
          .catch(() => ""),
      ),
    );
  answer = (_request, response) => response.end("next");
  expect(await (await ask()).text()).toBe("next");
});

let closings = 0;
/** Each time in another way. */
function closeSession(response: Http2ServerResponse, offset: number): void {
  const { session } = streamOf(response);
  if (session === undefined) return;
  // NB: That of a session is a proxy which does not let it be closed.
  const [socket] = [...sockets].slice(-1);
  const ways = [
    () => session.close(),
    () => session.destroy(),
    () => session.goaway(0),
    () => session.goaway(2),
    () => session.destroy(new Error("broken")),
    () => socket?.end(),
    () => socket?.destroy(),
    () => socket?.resetAndDestroy(),
  ];
  ways[(closings++ + offset) % ways.length]!();
}

test("many at once have a connection each", async () => {
  answer = (_request, response) => setTimeout(() => response.end("1"), 50);
  const texts = await Promise.all(Array.from({ length: 20 }, () => ask().then((response) => response.text())));
  expect(texts.join("")).toBe("1".repeat(20));
  expect(sessions.size).toBeGreaterThan(1);
});

test("connections are closed when nobody has needed them for four seconds", () => {
  vi.useFakeTimers();
  const idle = createIdleSessions();
  const [first, second] = [new Socket(), new Socket()];
  for (const socket of [first, second])
    idle.add(
      "https://a.test",
      socket.on("error", () => {}),
    );
  idle.start("https://a.test");
  idle.start("https://a.test");
  idle.end("https://a.test");
  vi.advanceTimersByTime(10_000);
  idle.end("https://a.test");
  vi.advanceTimersByTime(3900);
  idle.start("https://a.test");
  vi.advanceTimersByTime(10_000);
  expect([first.destroyed, second.destroyed]).toEqual([false, false]);
  idle.end("https://a.test");
  vi.advanceTimersByTime(4000);
  expect([first.destroyed, second.destroyed]).toEqual([true, true]);
  vi.useRealTimers();
});
