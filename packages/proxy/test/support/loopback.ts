import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import type { RequestListener } from "node:http";
import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { createProxy } from "../../src/index.ts";
import type { Exchange, LimitOptions, Proxy, ProxyOptions } from "../../src/index.ts";

/** A server on loopback, for a target. */
export interface Target {
  /** `http://127.0.0.1:` and its port. */
  readonly origin: string;
  /** Connections that are open. */
  readonly connections: ReadonlySet<Socket>;
  readonly stop: () => void;
}

export function startTarget(listener: RequestListener, host = "127.0.0.1"): Promise<Target> {
  return listen(createHttpServer({ keepAliveTimeout: 60_000 }, listener), host);
}

/** @param talk gets each connection, to answer as no server of Node would */
export function startRawTarget(talk: (socket: Socket) => void, host = "127.0.0.1"): Promise<Target> {
  // Who does not read never learns that the other side has left.
  return listen(
    createServer((socket) => talk(socket.resume())),
    host,
  );
}

async function listen(server: Server, host: string): Promise<Target> {
  const connections = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.on("error", () => {}).once("close", () => connections.delete(socket));
  });
  server.listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    connections,
    stop() {
      server.close();
      for (const socket of connections) socket.destroy();
    },
  };
}

/** A proxy that listens, with what it told of each request. */
export interface StartedProxy extends AsyncDisposable {
  readonly proxy: Proxy;
  readonly origin: string;
  readonly port: number;
  readonly exchanges: readonly Exchange[];
}

/** A proxy that may reach loopback. */
export async function startProxy(
  options: Partial<ProxyOptions> & { readonly limits?: LimitOptions } = {},
): Promise<StartedProxy> {
  const exchanges: Exchange[] = [];
  const proxy = createProxy({
    callers: { origins: "*", methods: "*", requestHeaders: ["*", "Authorization"] },
    targets: { hosts: ["*"], privateNetworks: ["127.0.0.0/8", "::1"] },
    onExchange: (exchange) => exchanges.push(exchange),
    onError: () => {},
    ...options,
  });
  const { port } = (await proxy.listen(0)).address() as AddressInfo;
  return {
    proxy,
    port,
    exchanges,
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => proxy.close(0),
  };
}

/** Sends bytes and returns all that comes back until the other side closes, or for so many milliseconds. */
export function sendRaw(port: number, text: string | Buffer, patience = 2000): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    const timer = setTimeout(() => socket.destroy(), patience);
    socket.setEncoding("latin1").on("data", (part: string) => (answer += part));
    socket
      .on("error", () => {})
      .on("close", () => {
        clearTimeout(timer);
        resolve(answer);
      });
  });
}

/** Waits until something holds. @throws Error if it does not in time */
export async function until(holds: () => boolean, what: string, patience = 5000): Promise<void> {
  const end = Date.now() + patience;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
