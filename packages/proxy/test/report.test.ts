import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import type { ProxyOptions } from "../src/index.ts";
import { startProxy, startTarget, until } from "./support/loopback.ts";

const mistake = new Error("a mistake of the user's");

interface Row {
  readonly name: string;
  readonly options: Pick<ProxyOptions, "limit" | "onExchange">;
  /** What the page gets. */
  readonly want: number;
}

const rows: readonly Row[] = [
  {
    name: "onExchange throws",
    options: {
      onExchange: () => {
        throw mistake;
      },
    },
    want: 200,
  },
  { name: "onExchange rejects", options: { onExchange: () => Promise.reject(mistake) as never }, want: 200 },
  {
    name: "limit throws",
    options: {
      limit: () => {
        throw mistake;
      },
    },
    want: 503,
  },
  { name: "limit rejects", options: { limit: () => Promise.reject(mistake) }, want: 503 },
];

test.each(rows)("$name: onError is told, and the proxy goes on, even if that throws", async ({ options, want }) => {
  const target = await startTarget((_request, response) => response.end("ok"));
  const told: unknown[] = [];
  const onError = (error: unknown): void => {
    told.push(error);
    throw mistake;
  };
  await using started = await startProxy({ ...options, onError });
  for (const count of [1, 2]) {
    expect((await fetch(`${started.origin}/${target.origin}/`)).status).toBe(want);
    await until(() => told.length === count, "the report");
  }
  expect(told).toEqual([mistake, mistake]);
  target.stop();
});

test.each([
  ["returns nothing", () => undefined],
  ["promises nothing", () => Promise.resolve(undefined)],
  ["refuses with a header that cannot be written", () => ({ admitted: false, retryAfter: 1, headers: { X: "a\nb" } })],
])("a limit that %s: onError is told, the request refused, and nothing of it remains", async (_name, limit) => {
  const told: unknown[] = [];
  await using started = await startProxy({ limit: limit as never, onError: (error) => told.push(error) });
  expect((await fetch(`${started.origin}/http://127.0.0.1:1023/`)).status).toBe(503);
  expect(told).toEqual([expect.any(TypeError)]);
  await until(() => started.proxy.inFlight() === 0, "the end");
});

test("without onError, the first error is a warning, and the others are none", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  let exchanges = 0;
  const onExchange = (): void => {
    exchanges += 1;
    throw mistake;
  };
  await using started = await startProxy({ onExchange, onError: undefined });
  for (const count of [1, 2]) {
    await fetch(`${started.origin}/http://10.0.0.1/`);
    await until(() => exchanges === count, "the exchange");
  }
  expect(warn.mock.calls).toEqual([[expect.stringContaining("onError"), mistake]]);
  warn.mockRestore();
});

test("a body that somebody else has read already is told as one that does not come, and is not waited for", async () => {
  const target = await startTarget((request, response) => request.resume().on("end", () => response.end("ok")));
  await using started = await startProxy();
  const server = createServer((request, response) => {
    request.resume().on("end", () => started.proxy.handle(request, response));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/${target.origin}/`, { method: "POST", body: "abc" });
  expect([response.status, await response.json()]).toEqual([
    408,
    expect.objectContaining({ code: "request-body-idle" }),
  ]);
  await until(() => started.proxy.inFlight() === 0, "the end");
  server.close();
  target.stop();
});

test("connections to targets are counted while they are kept", async () => {
  const target = await startTarget((_request, response) => response.end("ok"));
  await using started = await startProxy();
  expect(started.proxy.connections()).toBe(0);
  await (await fetch(`${started.origin}/${target.origin}/`)).text();
  expect(started.proxy.connections()).toBe(1);
  target.stop();
  await until(() => started.proxy.connections() === 0, "the end of the connection");
});
