import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { cors as nodeCors } from "concors/node";
import { cors } from "concors/websocket";
import type { WebSocketGate } from "concors/websocket";
import { attach } from "engine.io";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { listen } from "./application.ts";
import { ask } from "./client.ts";
import { app as allowed, corsHeadersOf, evil, from } from "./contract.ts";

const origins = [allowed] as const;

/** The status of the answer to a handshake. */
function handshake(port: number, headers: Record<string, string>, path = "/"): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.on("upgrade", ({ statusCode = 0 }) => resolve(statusCode));
    socket.on("unexpected-response", (request, { statusCode = 0 }) => {
      resolve(statusCode);
      request.destroy();
    });
    socket.on("open", () => socket.terminate());
    socket.on("error", reject);
  });
}

async function withServer<T>(mount: (server: Server) => void, use: (port: number) => Promise<T>): Promise<T> {
  const server = createServer((_request, response) => response.end());
  mount(server);
  const { port, close } = await listen(server);
  try {
    return await use(port);
  } finally {
    await close();
  }
}

const mounts: readonly (readonly [name: string, mount: (gate: WebSocketGate) => (server: Server) => void])[] = [
  [
    "ws, with verifyClient",
    ({ verifyClient }) =>
      (server) =>
        void new WebSocketServer({ server, verifyClient }),
  ],
  [
    "ws, behind the event upgrade",
    ({ upgrade }) =>
      (server) => {
        const sockets = new WebSocketServer({ noServer: true });
        const listener = upgrade((request, socket, head) => {
          sockets.handleUpgrade(request, socket, head, (opened) => opened.on("error", () => undefined));
        });
        server.on("upgrade", listener);
      },
  ],
];

describe.each(mounts)("%s", (_name, mount) => {
  test.each([
    ["an allowed origin gets in", { Origin: allowed }, 101],
    ["a refused origin does not", { Origin: evil }, 403],
    ["the origin null does not", { Origin: "null" }, 403],
    ["an allowed origin among others does not", { Origin: `${evil}, ${allowed}` }, 403],
    ["a page of the server itself gets in", { Origin: "http://api.example.com", Host: "api.example.com" }, 101],
    ["a program that is no browser gets in", {}, 101],
  ] as const)("%s", async (_, headers, status) => {
    expect(await withServer(mount(cors({ origins })), (port) => handshake(port, headers))).toBe(status);
  });

  test("strict, it keeps out who does not say where it comes from", async () => {
    expect(await withServer(mount(cors({ origins }, { strict: true })), (port) => handshake(port, {}))).toBe(403);
  });

  test.each([
    [allowed, 101],
    [evil, 403],
    ["https://broken.example", 403],
  ])("a policy that asks about origins is waited for: %s", async (origin, status) => {
    const allows = async (asked: string): Promise<boolean> => {
      await new Promise(setImmediate);
      if (asked === "https://broken.example") throw new Error("no connection");
      return asked === allowed;
    };
    expect(await withServer(mount(cors({ origins: { allows } })), (port) => handshake(port, { Origin: origin }))).toBe(
      status,
    );
  });
});

test("a connection that fails while an origin is looked for ends no process", async () => {
  const found = new Map<string, (allowed: boolean) => void>();
  const { upgrade } = cors({
    origins: { allows: (origin) => new Promise((resolve) => void found.set(origin, resolve)) },
  });
  const asked = await withServer(
    (server) => {
      server.on("upgrade", (request, socket, head) => {
        upgrade(() => undefined)(request, socket, head);
        socket.destroy(new Error("reset"));
      });
    },
    async (port) => {
      await expect(handshake(port, { Origin: evil })).rejects.toThrow("socket hang up");
      found.get(evil)?.(false);
      return found.has(evil);
    },
  );
  expect(asked).toBe(true);
});

describe("Engine.IO, which Socket.IO is made of", () => {
  const mount = (server: Server): void => {
    const { allowRequest } = cors({ origins });
    attach(server, { allowRequest });
  };
  const socket = "/engine.io/?EIO=4&transport=websocket";
  const polling = "/engine.io/?EIO=4&transport=polling";

  test("a refused origin gets no WebSocket", async () => {
    const statuses = await withServer(mount, (port) =>
      Promise.all([allowed, evil].map((origin) => handshake(port, { Origin: origin }, socket))),
    );
    expect(statuses[0]).toBe(101);
    expect(statuses[1]).toBeGreaterThanOrEqual(400);
  });

  test("a refused origin opens no session by polling", async () => {
    const answers = await withServer(mount, (port) =>
      Promise.all([allowed, evil].map((origin) => ask("HTTP/1.1", port, from(origin, polling)))),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 403]);
  });

  test("middleware that has a policy gives it to polling, and is not in the way of a WebSocket", async () => {
    const withMiddleware = (server: Server): void => attach(server, {}).use(nodeCors({ origins }));
    const [answer, status] = await withServer(withMiddleware, (port) =>
      Promise.all([
        ask("HTTP/1.1", port, from(allowed, polling)),
        Promise.race([handshake(port, { Origin: allowed }, socket), setTimeout(1000, "no answer")]),
      ]),
    );
    expect(corsHeadersOf(answer)).toEqual([["access-control-allow-origin", allowed]]);
    expect(status).toBe(101);
  });
});

describe("examples/websocket.js", () => {
  let sockets: WebSocketServer;
  beforeAll(async () => {
    vi.stubEnv("PORT", "0");
    ({ sockets } = await import("../../../../examples/websocket.js"));
    if (sockets.address() === null) await once(sockets, "listening");
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    sockets.close();
  });

  test.each([
    ["its page", "http://localhost:5173", 101],
    ["another page", evil, 403],
  ])("to %s it answers as it should", async (_, Origin, status) => {
    const { port } = sockets.address() as AddressInfo;
    expect(await handshake(port, { Origin })).toBe(status);
  });
});
