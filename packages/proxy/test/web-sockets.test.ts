import { once } from "node:events";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import type { RawData } from "ws";
import { createProxy, createProxyServer } from "../src/index.ts";
import { sendRaw, startProxy, startRawTarget, startTarget, until } from "./support/loopback.ts";
import type { StartedProxy, Target } from "./support/loopback.ts";

const app = "https://app.test";
const stops: (() => void)[] = [];

let target: Target;
/** The handshakes that the target got. */
const handshakes: Readonly<Record<string, unknown>>[] = [];
let proxy: StartedProxy;

/** A server that echoes, and that closes with the code that it is sent. */
beforeAll(async () => {
  const server = createServer((_request, response) => response.writeHead(404).end("no such page"));
  const sockets = new WebSocketServer({ server, handleProtocols: (names) => [...names].at(-1) ?? false });
  sockets.on("connection", (socket, request) => {
    handshakes.push({ url: request.url, ...request.headers });
    socket.send("welcome");
    socket.on("message", (data: Buffer, isBinary) => {
      const [, code] = /^close (\d+)$/.exec(data.toString("latin1").slice(0, 20)) ?? [];
      if (code === undefined) socket.send(data, { binary: isBinary });
      else socket.close(Number(code), "as asked");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  target = { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: new Set(), stop() {} };
  stops.push(() => {
    for (const client of sockets.clients) client.terminate();
    server.close();
  });
  proxy = await startProxy({
    callers: { origins: [app] },
    secretHeaders: ["X-Proxy-Key"],
    webSockets: true,
    limits: { connectTimeout: 1000, headersTimeout: 500, idleTimeout: 300 },
  });
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  for (const stop of stops) stop();
});

/** A target that gets the bytes of each connection. */
async function rawTarget(talk: (socket: Socket, data: string) => void): Promise<Target> {
  const started = await startRawTarget((socket) =>
    socket.once("data", (data) => talk(socket, data.toString("latin1"))),
  );
  stops.push(started.stop);
  return started;
}

/** The whole head with which a target agrees to a WebSocket. */
function agreement(asked: string): string {
  const [, key = ""] = /^sec-websocket-key: (.*)\r$/im.exec(asked) ?? [];
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n`;
}

interface Opened {
  readonly socket: WebSocket;
  readonly messages: string[];
}

function open(to: string, { via = proxy, origin = app, protocols = [] as string[], headers = {} } = {}): Opened {
  const socket = new WebSocket(`${via.origin.replace("http", "ws")}/${to}`, protocols, { origin, headers });
  const messages: string[] = [];
  socket.on("message", (data: RawData) => messages.push((data as Buffer).toString("latin1")));
  socket.on("error", () => {});
  return { socket, messages };
}

/** The problem that a handshake is answered with. */
async function problemOf(to: string, options: Parameters<typeof open>[1] = {}): Promise<readonly [number, unknown]> {
  const { socket } = open(to, options);
  const [, answer] = (await once(socket, "unexpected-response")) as [
    unknown,
    NodeJS.ReadableStream & { statusCode: number },
  ];
  let body = "";
  for await (const chunk of answer) body += String(chunk);
  return [answer.statusCode, (JSON.parse(body) as { code: unknown }).code];
}

/** A handshake as bytes. */
function handshake(to: string, more = ""): string {
  return `GET /${to} HTTP/1.1\r\nHost: p\r\nOrigin: ${app}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`;
}

const ws = (): string => target.origin.replace("http", "ws");

describe("a WebSocket", () => {
  test.each([
    ["by its own scheme", () => `${ws()}/feed?a=1`],
    ["as what it is to HTTP", () => `${target.origin}/feed?a=1`],
    ["encoded", () => encodeURIComponent(`${ws()}/feed?a=1`)],
    ["in a query", () => `?url=${encodeURIComponent(`${ws()}/feed?a=1`)}`],
  ])("is asked for %s", async (_name, to) => {
    const { socket, messages } = open(to());
    await until(() => messages.length === 1, "the first message");
    expect(handshakes.at(-1)).toMatchObject({ url: "/feed?a=1", host: new URL(target.origin).host });
    socket.close();
    await once(socket, "close");
  });

  test("carries text and bytes both ways, and the code of who closes", async () => {
    const before = proxy.exchanges.length;
    const { socket, messages } = open(`${ws()}/`);
    await once(socket, "open");
    const long = "x".repeat(3_000_000);
    socket.send("text");
    socket.send(Buffer.from(long));
    await until(() => messages.length === 3, "what was sent");
    expect(messages[1]).toBe("text");
    expect(messages[2] === long).toBe(true);
    expect([proxy.proxy.inFlight(), proxy.proxy.connections()]).toEqual([1, 1]);
    socket.send("close 4001");
    const [code, reason] = (await once(socket, "close")) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([4001, "as asked"]);
    await until(() => proxy.exchanges.length > before, "the exchange");
    expect(proxy.exchanges.at(-1)).toMatchObject({ method: "GET", status: 101, problem: null, origin: app });
    expect(proxy.exchanges.at(-1)!.requestBytes).toBeGreaterThan(3_000_000);
    expect(proxy.exchanges.at(-1)!.responseBytes).toBeGreaterThan(3_000_000);
    expect(proxy.proxy.inFlight()).toBe(0);
  });

  test("is agreed on by its two ends: protocol and compression", async () => {
    const { socket } = open(`${ws()}/`, { protocols: ["a", "b"] });
    await once(socket, "open");
    expect(socket.protocol).toBe("b");
    socket.terminate();
  });

  test("tells its target nothing of the page, and no key of this proxy", async () => {
    const headers = {
      Cookie: "a=b",
      "X-Proxy-Key": "secret",
      Authorization: "Bearer t",
      "X-Forwarded-For": "10.0.0.1",
    };
    const { socket } = open(`${ws()}/`, { headers });
    await once(socket, "open");
    expect(Object.keys(handshakes.at(-1)!).sort()).toEqual([
      "authorization",
      "connection",
      "host",
      "sec-websocket-extensions",
      "sec-websocket-key",
      "sec-websocket-version",
      "upgrade",
      "url",
      "via",
    ]);
    socket.terminate();
  });

  test("loses nothing that came with a head, of either side", async () => {
    const early = await rawTarget((socket, data) => {
      socket.write(`${agreement(data)}Set-Cookie: a=b\r\nX-Other: 1\r\n\r\nfrom the target`);
      socket.on("data", (chunk) => socket.end(` and ${chunk.toString()}`));
    });
    const answer = await sendRaw(proxy.port, `${handshake(early.origin)}from the client`);
    expect(answer).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
    expect(answer).toMatch(/\r\n\r\nfrom the target and from the client$/);
    expect(answer.toLowerCase()).not.toMatch(/set-cookie|x-other|transfer-encoding|content-length/);
  });
});

describe("no WebSocket", () => {
  test.each([
    ["for a page of another origin", (): string => ws(), { origin: "https://b.test" }, 403, "origin-refused"],
    ["for a page that names none", (): string => ws(), { origin: "" }, 403, "origin-missing"],
    ["to a private address", (): string => "ws://10.0.0.1/", {}, 403, "target-address-refused"],
    ["to a port that browsers block", (): string => "ws://127.0.0.1:22/", {}, 403, "target-port-refused"],
    ["to what is no URL", (): string => "ws:///x", {}, 400, "target-malformed"],
    ["where nobody listens", (): string => "ws://127.0.0.1:1023/", {}, 502, "target-unreachable"],
  ] as const)("%s", async (_name, to, options, status, code) => {
    const before = handshakes.length;
    expect(await problemOf(to(), options)).toEqual([status, code]);
    expect(handshakes).toHaveLength(before);
  });

  test.each([
    ["that answers with a page", (socket: Socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")],
    [
      "that redirects",
      (socket: Socket) => socket.end("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
    ],
    [
      "that agrees to something else",
      (socket: Socket) =>
        socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"),
    ],
    [
      "that has not read the key",
      (socket: Socket) =>
        socket.write(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n",
        ),
    ],
  ])("with a target %s: 502", async (_name, talk) => {
    const odd = await rawTarget(talk);
    expect(await problemOf(odd.origin)).toEqual([502, "web-socket-refused"]);
    await until(() => odd.connections.size === 0, "the end of the target's connection");
  });

  test("with a target that never answers: 504", async () => {
    const silent = await rawTarget(() => {});
    expect(await problemOf(silent.origin)).toEqual([504, "answer-late"]);
    await until(() => silent.connections.size === 0, "the end of the target's connection");
  });

  test("with a target that says for ever that there is more to come: 504", async () => {
    const hinting = await rawTarget((socket) => {
      const hint = setInterval(() => socket.write("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"), 20);
      socket.once("close", () => clearInterval(hint));
    });
    expect(await problemOf(hinting.origin)).toEqual([504, "answer-late"]);
    await until(() => hinting.connections.size === 0, "the end of the target's connection");
  });

  test("for who does not wait for the answer before: his connection ends", async () => {
    const silent = await rawTarget(() => {});
    const page = `GET /${silent.origin}/ HTTP/1.1\r\nHost: p\r\nOrigin: ${app}\r\n\r\n`;
    expect(await sendRaw(proxy.port, page + handshake(ws()))).toBe("");
    await until(() => proxy.proxy.inFlight() === 0, "the end of both");
  });

  test("with a target that drops the connection: 502", async () => {
    const dropping = await rawTarget((socket) => socket.destroy());
    expect(await problemOf(dropping.origin)).toEqual([502, "target-unreachable"]);
  });

  test.each([
    ["without a key", (text: string) => text.replace(/Sec-WebSocket-Key.*\r\n/, "")],
    ["with a key that is too short", (text: string) => text.replace("dGhlIHNhbXBsZSBub25jZQ==", "dGhl")],
    ["of another version", (text: string) => text.replace("Version: 13", "Version: 8")],
    ["by POST", (text: string) => text.replace("GET", "POST")],
  ])("%s: 400", async (_name, broken) => {
    expect(await sendRaw(proxy.port, broken(handshake(ws())))).toMatch(/^HTTP\/1\.1 400 [^]*"handshake-malformed"/);
  });

  test("through the proxy to itself", async () => {
    await using looping = await startProxy({ webSockets: true });
    expect(await problemOf(`${looping.origin}/${ws()}`, { via: looping })).toEqual([502, "web-socket-refused"]);
    await until(() => looping.exchanges.length === 2, "both exchanges");
    expect(looping.exchanges.map(({ problem }) => problem)).toContain("loop");
  });

  test("unless the options say so", async () => {
    await using without = await startProxy();
    expect(await problemOf(ws(), { via: without })).toEqual([501, "upgrade-refused"]);
  });
});

describe("who asks for another protocol", () => {
  test("is answered in the one that it speaks", async () => {
    const body = "x".repeat(5_000_000);
    const page = await startTarget((_request, response) => response.end(body));
    stops.push(page.stop);
    const head = `GET /${page.origin}/ HTTP/1.1\r\nHost: p\r\nOrigin: ${app}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n`;
    const answer = await sendRaw(proxy.port, head);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain(`Access-Control-Allow-Origin: ${app}\r\n`);
    expect(answer.split("\r\n\r\n")[1]).toHaveLength(body.length);
  });

  test("with a body: 501, as nobody reads it here", async () => {
    const head = `POST /${target.origin}/ HTTP/1.1\r\nHost: p\r\nOrigin: ${app}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\nabc`;
    expect(await sendRaw(proxy.port, head)).toMatch(/^HTTP\/1\.1 501 /);
  });
});

describe("an open WebSocket ends", () => {
  test("when its client leaves", async () => {
    const { socket } = open(`${ws()}/`);
    await once(socket, "open");
    socket.terminate();
    await until(() => proxy.proxy.inFlight() === 0, "the end");
    expect(proxy.exchanges.at(-1)?.status).toBe(101);
  });

  test("when its client leaves before it is open", async () => {
    const silent = await rawTarget(() => {});
    const socket = connect(proxy.port, "127.0.0.1", () => socket.write(handshake(silent.origin)));
    await until(() => silent.connections.size === 1, "the target's connection");
    socket.destroy();
    await until(() => silent.connections.size === 0, "the end of the target's connection");
    expect(proxy.exchanges.at(-1)?.problem).toBe("client-left");
  });

  test("when its client leaves before there is a connection: it counts until that has come to its end", async () => {
    await using hasty = await startProxy({ webSockets: true, limits: { connectTimeout: 300, inFlightPerAddress: 1 } });
    // It never shakes hands.
    const silent = await startRawTarget(() => {});
    stops.push(silent.stop);
    const text = handshake(silent.origin.replace("http:", "wss:"));
    const socket = connect(hasty.port, "127.0.0.1", () => socket.write(text));
    await until(() => silent.connections.size === 1, "the target's connection");
    socket.destroy();
    await until(() => hasty.exchanges.length === 1, "the exchange");
    expect(await sendRaw(hasty.port, text)).toMatch(/^HTTP\/1\.1 429 /);
    await until(() => silent.connections.size === 0, "the end of the target's connection");
    await until(() => hasty.proxy.inFlight() === 0, "the end of it");
  });

  test("when its target breaks off", async () => {
    const breaking = await rawTarget((socket, data) => {
      socket.write(`${agreement(data)}\r\n`);
      setTimeout(() => socket.resetAndDestroy(), 20);
    });
    const { socket } = open(breaking.origin);
    await once(socket, "close");
    await until(() => proxy.proxy.inFlight() === 0, "the end");
    expect(proxy.exchanges.at(-1)).toMatchObject({ status: 101, problem: "answer-broken" });
  });

  test("after a silence of both, and not of one", async () => {
    const { socket } = open(`${ws()}/`);
    await once(socket, "open");
    const talk = setInterval(() => socket.send("x"), 100);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(socket.readyState).toBe(WebSocket.OPEN);
    clearInterval(talk);
    await once(socket, "close");
    await until(() => proxy.proxy.inFlight() === 0, "the end");
    expect(proxy.exchanges.at(-1)?.problem).toBe("answer-late");
  });

  test("after the time that all of it may take", async () => {
    await using limited = await startProxy({ webSockets: true, limits: { totalTimeout: 200 } });
    const { socket } = open(`${ws()}/`, { via: limited });
    await once(socket, "open");
    await once(socket, "close");
    await until(() => limited.proxy.inFlight() === 0, "the end");
    expect(limited.exchanges.at(-1)?.problem).toBe("answer-late");
  });

  test("when the proxy stops, on somebody else's server as well", async () => {
    const own = createProxy({
      callers: { origins: "*" },
      targets: { hosts: ["*"], privateNetworks: ["127.0.0.1"] },
      webSockets: true,
    });
    const server = createProxyServer(own.handle, own.handleUpgrade).listen(0, "127.0.0.1");
    await once(server, "listening");
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { socket } = open(`${ws()}/`, { via: { ...proxy, origin } });
    await once(socket, "open");
    await own.close(50);
    await once(socket, "close");
    server.close();
    await once(server, "close");
    await until(() => own.inFlight() === 0, "the end");
    expect(socket.readyState).toBe(WebSocket.CLOSED);
  });

  test("when there are too many", async () => {
    await using small = await startProxy({ webSockets: true, limits: { inFlightPerAddress: 1 } });
    const { socket } = open(`${ws()}/`, { via: small });
    await once(socket, "open");
    expect(await problemOf(ws(), { via: small })).toEqual([429, "too-many-at-once"]);
    socket.close();
    await until(() => small.proxy.inFlight() === 0, "room");
    const { socket: next } = open(`${ws()}/`, { via: small });
    await once(next, "open");
    next.terminate();
  });
});

test("who does not read is not sent to: memory holds", async () => {
  let sent = 0;
  let isFull = false;
  const flooding = await rawTarget((socket, data) => {
    socket.write(`${agreement(data)}\r\n`);
    const chunk = Buffer.alloc(65_536);
    const fill = (): void => {
      while (!socket.destroyed && socket.write(chunk)) sent += chunk.length;
      isFull = true;
    };
    socket.on("drain", fill);
    fill();
  });
  const socket = connect(proxy.port, "127.0.0.1", () => socket.pause().write(handshake(flooding.origin)));
  socket.on("error", () => {});
  await until(() => isFull, "back-pressure at the target");
  await until(() => flooding.connections.size === 0, "the end of the target's connection");
  expect(sent).toBeLessThan(20_000_000);
  socket.destroy();
});
