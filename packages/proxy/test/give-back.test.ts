import { createHash } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import type { IncomingMessage, RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { giveBack, isAlone } from "../src/forward/give-back.ts";
import { duplexPair } from "./support/duplex-pair.ts";
import { startProxy, startTarget } from "./support/loopback.ts";
import type { Target } from "./support/loopback.ts";

/** No two parts of it are alike. */
const body = Buffer.alloc(4 * 1024 ** 2);
for (let index = 0; index < body.length; index += 4) body.writeUInt32LE(index, index);

let target: Target;
/** What undici has read of bodies. */
let chunks: Buffer[] = [];
const read = channel("undici:request:bodyChunkReceived");
const keep = (message: unknown): void => {
  const { chunk } = message as { chunk: Buffer };
  if (chunk.length > 0) chunks.push(chunk);
};

beforeAll(async () => {
  target = await startTarget((_request, response) => {
    response.writeHead(200, { "Content-Length": body.length, "Cache-Control": "max-age=60" }).end(body);
  });
});
afterAll(() => target.stop());
beforeEach(() => {
  chunks = [];
  read.subscribe(keep);
});
afterEach(() => read.unsubscribe(keep));

const digest = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("hex");

/** NB: Not with `fetch`, which is undici as well, and would be heard of. */
async function fetchBody(url: string): Promise<Buffer> {
  const [answer] = (await once(httpRequest(url).end(), "response")) as [IncomingMessage];
  return bodyOf(answer);
}

async function bodyOf(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const someAreEmpty = (): boolean => chunks.some(({ length }) => length === 0);

/** Somebody else's server, which the proxy is a part of. */
async function serve(handler: RequestListener): Promise<{ origin: string; stop: () => void }> {
  const server = createServer(handler).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => server.close().closeAllConnections(),
  };
}

test("memory of what was sent is there for what is read next", async () => {
  await using proxy = await startProxy();

  const answers = await Promise.all(
    Array.from({ length: 8 }, () => fetchBody(`${proxy.origin}/${target.origin}/`).then(digest)),
  );

  expect(answers).toEqual(answers.map(() => digest(body)));
  expect(someAreEmpty()).toBe(true);
});

test("what a client is slow to take stays until it has it", async () => {
  await using proxy = await startProxy();

  const asked = httpRequest(`${proxy.origin}/${target.origin}/`).end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  await new Promise((resolve) => void setTimeout(resolve, 300));
  const others = await Promise.all(Array.from({ length: 4 }, () => fetchBody(`${proxy.origin}/${target.origin}/`)));

  expect(digest(await bodyOf(answer))).toBe(digest(body));
  expect(others.map(digest)).toEqual(others.map(() => digest(body)));
});

test("a cache keeps what it was given", async () => {
  await using proxy = await startProxy({ cache: { bytes: 16 * 1024 ** 2 } });

  const first = await fetchBody(`${proxy.origin}/${target.origin}/`);
  const inFirst = chunks.length;
  const second = await fetchBody(`${proxy.origin}/${target.origin}/`);
  const third = await fetchBody(`${proxy.origin}/${target.origin}/`);

  expect(chunks).toHaveLength(inFirst);
  expect([first, second, third].map(digest)).toEqual([digest(body), digest(body), digest(body)]);
  expect(someAreEmpty()).toBe(false);
});

test("middleware that has wrapped write keeps what it was given", async () => {
  await using proxy = await startProxy();
  const written: Buffer[] = [];
  const server = await serve((request, response) => {
    const write = response.write.bind(response) as (...args: unknown[]) => boolean;
    response.write = (...args: unknown[]) => {
      written.push(args[0] as Buffer);
      return write(...args);
    };
    proxy.proxy.handle(request, response);
  });

  await fetchBody(`${server.origin}/${target.origin}/`);

  expect(digest(Buffer.concat(written))).toBe(digest(body));
  expect(someAreEmpty()).toBe(false);
  server.stop();
});

test("a connection that is no socket keeps what it was given", async () => {
  await using proxy = await startProxy();
  const server = createServer(proxy.proxy.handle);
  const [near, far] = duplexPair();
  server.emit("connection", far);

  near.write(`GET /${target.origin}/ HTTP/1.1\r\nHost: proxy.test\r\nConnection: close\r\n\r\n`);
  const all = await bodyOf(near);

  expect(digest(all.subarray(all.indexOf("\r\n\r\n") + 4))).toBe(digest(body));
  expect(someAreEmpty()).toBe(false);
});

test("what is given back is empty for whoever still has it", () => {
  const chunk = Buffer.allocUnsafeSlow(65_536);

  giveBack(chunk);

  expect(chunk).toHaveLength(0);
  expect(chunk.buffer.byteLength).toBe(0);
});

test("a part of a larger memory is not given back, nor is little", () => {
  const all = Buffer.allocUnsafeSlow(65_536);

  expect(isAlone(all)).toBe(true);
  expect(isAlone(all.subarray(1))).toBe(false);
  expect(isAlone(all.subarray(0, -1))).toBe(false);
  expect(isAlone(Buffer.alloc(100))).toBe(false);
  expect(isAlone(Buffer.from("a".repeat(100)))).toBe(false);
});
