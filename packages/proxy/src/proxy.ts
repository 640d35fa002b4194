import type { IncomingMessage, Server, ServerResponse } from "node:http";

/** A proxy at work. Its functions need no `this`. */
export interface Proxy {
  /**
   * Answers a request, whatever it holds: a listener for `node:http` and `node:https`. What is to be answered by somebody
   * else, a help page for example, is not to be passed here.
   */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Requests under way. */
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
