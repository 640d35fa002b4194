import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** A proxy at work. Its functions need no `this`. */
export interface Proxy {
  /**
   * Answers a request, whatever it holds: a listener for `node:http` and `node:https`. What is to be answered by somebody
   * else, a help page for example, is not to be passed here.
   */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * Opens a WebSocket, if `webSockets` says so: a listener for `upgrade` of `node:http`. Without it there are none.
   *
   * NB: Servers do not close connections that were upgraded, and wait for them: call `close` of the proxy as well.
   *
   * @param otherwise answers who asks for another protocol, and so can do without it. `handle` if left out
   */
  readonly handleUpgrade: (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    otherwise?: (request: IncomingMessage, response: ServerResponse) => void,
  ) => void;
  /** Requests under way, open WebSockets among them. */
  readonly inFlight: () => number;
  /** Connections to targets that are open, in use or kept for the next request. */
  readonly connections: () => number;
  /**
   * Listens, on the loopback interface alone unless a host is named.
   *
   * @returns once it listens; `close` of the proxy closes the server as well
   */
  readonly listen: (port?: number, host?: string) => Promise<Server>;
  /**
   * Takes no more requests, lets those under way end, and then closes all connections.
   *
   * @param patience milliseconds, after which what is under way is broken off. 10,000 if left out
   */
  readonly close: (patience?: number) => Promise<void>;
}
