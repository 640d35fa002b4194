import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout, clearTimeout } from "node:timers";
import type { NetworkAnswer, Transport } from "../index.ts";
import { fetchHandlerTransport, replayingTransport, undiciTransport } from "../index.ts";
import type { Access, FetchHandler, NodeListener } from "./server-under-test.ts";
import { accessTo } from "./server-under-test.ts";

/** A server that can be asked, until it is closed. */
export interface OpenServer {
  /** What paths are resolved against. */
  readonly url: URL;
  /** Whether its address is of no interest: it is this process's own. */
  readonly isInProcess: boolean;
  /** Sends each distinct request once. */
  readonly transport: Transport;
  /** Sends every request. */
  readonly direct: Transport;
  /** What it threw instead of answering: that a connection was closed helps nobody who wrote the server. */
  readonly thrown: readonly unknown[];
  readonly close: () => Promise<void>;
}

export interface OpenOptions {
  /** How long an answer may take, in milliseconds. */
  readonly timeout: number;
  /** Whether any certificate will do. */
  readonly insecure: boolean;
}

/**
 * Opens a server for questions. When it is closed again nothing is left: no socket, no timer, no listening server.
 *
 * @throws UsageError for what cannot be asked
 */
export async function openServer(server: unknown, options: OpenOptions): Promise<OpenServer> {
  const reached = await reach(await accessTo(server), options.insecure);
  const direct = impatientTransport(reached.direct, options.timeout);
  return { ...reached, direct, transport: replayingTransport(direct) };
}

type Reached = Omit<OpenServer, "transport">;

async function reach(access: Access, insecure: boolean): Promise<Reached> {
  switch (access.kind) {
    case "address": {
      // Who runs the server in the test made the certificate as well.
      const sockets = undiciTransport({ insecure: insecure || access.isInProcess });
      const { isInProcess, url } = access;
      return { url, isInProcess, direct: sockets, thrown: [], close: () => sockets.close() };
    }
    case "listener":
      return serve(access.listener);
    case "fetch":
      return inMemory(access.handler);
  }
}

/** Serves an app on a port of this machine's own. */
async function serve(listener: NodeListener): Promise<Reached> {
  const thrown: unknown[] = [];
  const server = createServer((request, response) => {
    const fail = (error: unknown): void => {
      thrown.push(error);
      response.destroy();
    };
    try {
      Promise.resolve(listener(request, response)).catch(fail);
    } catch (error) {
      fail(error);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const sockets = undiciTransport();
  const close = async (): Promise<void> => {
    await sockets.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return { url, isInProcess: true, direct: sockets, thrown, close };
}

function inMemory(handler: FetchHandler): Reached {
  const thrown: unknown[] = [];
  const direct = fetchHandlerTransport(async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      thrown.push(error);
      throw error;
    }
  });
  // No page's own: http://localhost is the origin of apps.
  const url = new URL("http://under-test.localhost/");
  return { url, isInProcess: true, direct, thrown, close: () => Promise.resolve() };
}

/** NB: The timers of node:timers, since a test may have put others in the place of the global ones. */
function impatientTransport(transport: Transport, timeout: number): Transport {
  return async (request, signal) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<NetworkAnswer>((resolve) => {
      const message = `${request.url.host} did not answer in ${timeout} ms.`;
      timer = setTimeout(() => resolve({ failed: "timed-out", message }), timeout);
    });
    try {
      return await Promise.race([transport(request, signal), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
