import { connect } from "node:net";
import type { Socket } from "node:net";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { createCors } from "concors";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { networkOf } from "../src/callers/caller-of.ts";
import { createInFlight } from "../src/callers/in-flight.ts";
import { createRateLimit } from "../src/index.ts";
import { sendRaw, startProxy, startRawTarget, until } from "./support/loopback.ts";
import type { StartedProxy, Target } from "./support/loopback.ts";
import { settledHeap } from "./support/settled-heap.ts";

let proxy: StartedProxy;
const stops: (() => void)[] = [];

beforeAll(async () => {
  proxy = await startProxy({
    limits: { connectTimeout: 1000, headersTimeout: 500, idleTimeout: 400, inFlightPerAddress: 1000 },
  });
});

afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  for (const stop of stops) stop();
});

/** A target that says this once it is asked. */
async function targetThat(says: (socket: Socket) => void): Promise<Target> {
  const target = await startRawTarget((socket) => socket.once("data", () => says(socket)));
  stops.push(target.stop);
  return target;
}

/** Writes again and again, until nobody listens. @param milliseconds between; 0: as fast as it is taken */
function repeat(socket: Socket, text: string, milliseconds: number): void {
  const timer = setInterval(() => {
    if (milliseconds > 0) socket.write(text);
    else while (!socket.destroyed && socket.write(text));
  }, milliseconds);
  socket.once("close", () => clearInterval(timer));
}

function get(target: Target, path = "/"): string {
  return `GET /${target.origin}${path} HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n`;
}

/** Two requests at once, on one connection. */
function twice(request: string): string {
  return request.replace("Connection: close\r\n", "").repeat(2);
}

const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const early = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";

describe("a target that never comes to an end is left", () => {
  test.each<[name: string, says: (socket: Socket) => void, answer: RegExp]>([
    ["a head, a byte at a time", (socket) => repeat(socket, "H", 20), /^HTTP\/1\.1 50[24] /],
    [
      "a head, a line at a time",
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\n");
        repeat(socket, "X: y\r\n", 20);
      },
      /^HTTP\/1\.1 50[24] /,
    ],
    ["hints that more is to come, slowly", (socket) => repeat(socket, early, 20), /^HTTP\/1\.1 504 /],
    ["hints that more is to come, as fast as can be", (socket) => repeat(socket, early, 0), /^HTTP\/1\.1 50[24] /],
    ["continue, and again", (socket) => repeat(socket, "HTTP/1.1 100 Continue\r\n\r\n", 20), /^HTTP\/1\.1 50[24] /],
    [
      "trailers, slowly",
      (socket) => {
        socket.write(`${head}1\r\na\r\n0\r\n`);
        repeat(socket, "X: y\r\n", 20);
      },
      /\r\n\r\n1\r\na\r\n$/,
    ],
    [
      "trailers, as fast as can be",
      (socket) => {
        socket.write(`${head}1\r\na\r\n0\r\n`);
        repeat(socket, "X: y\r\n".repeat(1000), 0);
      },
      /\r\n\r\n1\r\na\r\n$/,
    ],
    [
      "a chunk's extension",
      (socket) => {
        socket.write(`${head}1\r\na\r\n1;`);
        repeat(socket, "x".repeat(1000), 20);
      },
      /\r\n\r\n1\r\na\r\n$/,
    ],
  ])("%s", async (_name, says, answer) => {
    const target = await targetThat(says);
    expect(await sendRaw(proxy.port, get(target), 5000)).toMatch(answer);
    await until(() => target.connections.size === 0, "the end of the target's connection");
    expect(proxy.proxy.inFlight()).toBe(0);
  });
});

describe("a target that lies", () => {
  const next = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";

  test.each([
    ["more than its length", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef"],
    ["an answer to nobody behind its own", `HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc${next}`],
    ["a body where there is none", `HTTP/1.1 204 No Content\r\n\r\n${next}`],
    ["a body of what did not change", `HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n${next}`],
  ])("%s: nobody else gets it", async (_name, text) => {
    const target = await targetThat((socket) => socket.write(text));
    expect(await sendRaw(proxy.port, get(target), 3000)).not.toContain("forged");
    // It would be the first thing that the next one reads, over the same connection.
    const second = sendRaw(proxy.port, get(target), 3000);
    expect(await second).not.toContain("forged");
  });

  test("a body that is short until it is unpacked is passed on as it is", async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 ** 2));
    const lines = `Content-Encoding: gzip\r\nContent-Length: ${bomb.length}`;
    const target = await targetThat((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${lines}\r\n\r\n`);
      socket.write(bomb);
    });
    const before = process.memoryUsage().rss;
    expect((await sendRaw(proxy.port, get(target), 3000)).length).toBeLessThan(bomb.length + 2000);
    expect((process.memoryUsage().rss - before) / 1024 ** 2).toBeLessThan(30);
  });
});

/** How many clients leave, at each stage. */
const clients = 40;

describe(`${clients} clients that leave, and nothing is left of them`, () => {
  let patient: StartedProxy;
  let silent: Target;
  let begun: Target;
  let redirecting: Target;
  const connections = (): number => silent.connections.size + begun.connections.size + redirecting.connections.size;

  beforeAll(async () => {
    silent = await targetThat(() => {});
    begun = await targetThat((socket) => socket.write(`${head}3\r\nabc\r\n`));
    redirecting = await targetThat((socket) =>
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ${silent.origin}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`),
    );
    // It has all the time there is: whatever ends, ends because they left.
    patient = await startProxy({ limits: { inFlightPerAddress: 1000 } });
  });

  afterAll(() => patient[Symbol.asyncDispose]());

  const post = (target: Target, body: string): string =>
    `POST /${target.origin}/ HTTP/1.1\r\nHost: p\r\nContent-Length: 1000\r\n\r\n${body}`;

  test.each<[name: string, request: () => string, underWay: () => number]>([
    ["in the middle of their request's head", () => get(silent).slice(0, 20), () => 0],
    ["before their body", () => post(silent, ""), () => silent.connections.size],
    ["in the middle of their body", () => post(silent, "abc"), () => silent.connections.size],
    ["before an answer", () => get(silent), () => silent.connections.size],
    ["in the middle of an answer", () => get(begun), () => begun.connections.size],
    ["while a redirect is followed", () => get(redirecting), () => silent.connections.size],
    ["of two requests at once", () => twice(get(begun)), () => begun.connections.size / 2],
  ])("%s", async (_name, request, underWay) => {
    const text = request();
    const sockets = Array.from({ length: clients }, () => clientThatSends(text));
    if (text.includes("\r\n")) await until(() => underWay() >= clients, "what they asked for");
    else await sleep(50);
    await leave(sockets);
    expect([patient.proxy.inFlight(), connections()]).toEqual([0, 0]);
  });

  function clientThatSends(text: string, to = patient): Socket {
    const socket = connect(to.port, "127.0.0.1", () => socket.write(text));
    return socket.on("error", () => {}).resume();
  }

  async function leave(sockets: readonly Socket[]): Promise<void> {
    for (const socket of sockets) socket.destroy();
    await until(() => patient.proxy.inFlight() === 0, "the end of all requests");
    await until(() => connections() === 0, "the end of all connections to targets");
  }

  test("while their target is connected to: they count until that has come to its end", async () => {
    await using hasty = await startProxy({ limits: { connectTimeout: 500, inFlightPerAddress: clients } });
    // It never shakes hands.
    const text = get(silent).replace("http:", "https:");
    const sockets = Array.from({ length: clients }, () => clientThatSends(text, hasty));
    await until(() => silent.connections.size === clients, "connections to the target");
    for (const socket of sockets) socket.destroy();
    await until(() => hasty.exchanges.length === clients, "their end");
    expect(await sendRaw(hasty.port, text)).toMatch(/^HTTP\/1\.1 429 /);
    await until(() => silent.connections.size === 0, "the end of all connections to targets");
    await until(() => hasty.proxy.inFlight() === 0, "the end of all requests");
  });

  test("many more need no more memory", async () => {
    const play = async (): Promise<void> => {
      const requests = [silent, begun, redirecting].map((target) => twice(get(target)));
      const sockets = Array.from({ length: 90 }, (_, index) => clientThatSends(requests[index % 3]!));
      await until(() => patient.proxy.inFlight() === 180, "their requests");
      await leave(sockets);
    };
    for (let time = 0; time < 3; time++) await play();
    const before = await settledHeap();
    for (let time = 0; time < 7; time++) await play();
    expect(((await settledHeap()) - before) / 1024 ** 2).toBeLessThan(3);
  }, 20_000);
});

test("an answer that its client does not take is given up, although its target is done", async () => {
  const events = await targetThat((socket) =>
    socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"),
  );
  const quick = await targetThat((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
  // It could not be sent before the first one ends, which has no end.
  const text = (get(events) + get(quick)).replaceAll("Connection: close\r\n", "");
  const before = proxy.exchanges.length;
  await sendRaw(proxy.port, text, 5000);
  await until(() => proxy.proxy.inFlight() === 0, "the end of both");
  expect(proxy.exchanges.slice(before).map(({ problem }) => problem)).toContain("answer-broken");
});

/** `CONCORS_ORIGINS=1000000` plays a million. */
test("a target that has a thousand names, and keeps a connection for each, leaves room for others", async () => {
  const answered = "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=600\r\nContent-Length: 0\r\n\r\n";
  const keeping = await startRawTarget((socket) => socket.on("data", () => socket.write(answered)), "0.0.0.0");
  stops.push(keeping.stop);
  const { port } = new URL(keeping.origin);
  // It has all the time there is: what is looked at is room.
  await using patient = await startProxy({ limits: { inFlightPerAddress: 1000 } });
  const askFor = (name: number): Promise<string> =>
    sendRaw(
      patient.port,
      `GET /http://127.1.${name >> 8}.${name & 255}:${port}/ HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n`,
      20_000,
    );
  for (let name = 0; name < 1100; name += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => askFor(name + index)));
    expect(answers.filter((answer) => !answer.startsWith("HTTP/1.1 200 "))).toEqual([]);
  }
  expect(patient.proxy.connections()).toBeLessThanOrEqual(800);
}, 60_000);

const origins = Number(process.env["CONCORS_ORIGINS"] ?? 50_000);

test(`${origins} origins, each from a network of its own, take no more memory than a tenth of them`, async () => {
  const cors = createCors({ origins: ["https://*.app.example.com"] });
  const limits = (["address", "origin"] as const).map((by) =>
    createRateLimit({ requests: 1, seconds: 60, by, callers: 5000 }),
  );
  const inFlight = createInFlight(1000, 50);
  function come(from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const origin = `https://a${index}.app.example.com`;
      const network = networkOf(`2001:${(index >> 16).toString(16)}:${(index & 0xffff).toString(16)}::1`);
      const headers = { origin };
      cors.decide({ method: "GET", headers });
      inFlight.start(network);
      for (const limit of limits) limit({ origin, address: network, network, headers });
      inFlight.end(network);
    }
  }
  come(0, origins / 10);
  const before = await settledHeap();
  come(origins / 10, origins);
  expect(((await settledHeap()) - before) / 1024 ** 2).toBeLessThan(3);
}, 600_000);
