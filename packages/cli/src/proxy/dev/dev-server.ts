import { Agent, createServer, ServerResponse } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { createProxyServer } from "httpxy";
import { routeOf } from "./route.ts";
import type { Route } from "./route.ts";
import { writeNowhere, writeWaiting } from "./waiting-page.ts";

/** Told when a server that did not answer does, or the other way round. */
export type OnRoute = (route: Route, answers: boolean) => void;

/**
 * Serves several servers of this machine from one origin: requests, streams and WebSockets go where their path belongs, as
 * they are. So a page and its API are of one origin, as they may be where they are published, and need no CORS.
 */
export function createDevServer(routes: readonly Route[], onRoute: OnRoute): Server {
  const proxy = createProxyServer({ xfwd: true, agent });
  const silent = new Set<Route>();

  function tell(route: Route | null, answers: boolean): void {
    if (route === null || silent.has(route) !== answers) return;
    if (answers) silent.delete(route);
    else silent.add(route);
    onRoute(route, answers);
  }
  proxy.on("proxyRes", (_answer, { url = "" }) => tell(routeOf(routes, url), true));
  proxy.on("error", (error, request, response) => {
    const route = routeOf(routes, request?.url ?? "");
    if (isNotThere(error)) tell(route, false);
    if (!(response instanceof ServerResponse)) refuse(response, "503 Service Unavailable");
    else if (response.headersSent || route === null) response.destroy();
    else writeWaiting(response.req, response, route);
  });

  const server = createServer((request, response) => {
    const route = routeOf(routes, request.url ?? "");
    if (route === null) writeNowhere(response, routes);
    else void proxy.web(cleaned(request), response, { target: targetOf(route) });
  });
  // How long something takes is theirs to say.
  server.requestTimeout = 0;
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const route = routeOf(routes, request.url ?? "");
    if (route === null) refuse(socket, "404 Not Found");
    else void proxy.ws(request, socket, { target: targetOf(route) }, head);
  });
  return server;
}

/** Answers who wanted to switch protocols. */
function refuse(socket: Socket | undefined, status: string): void {
  if (socket?.writable === true) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function targetOf({ port }: Route): string {
  return `http://localhost:${port}`;
}

/** Servers that are there for a developer listen on either address of this machine, and some machines name but one. */
const addresses = [
  { address: "127.0.0.1", family: 4 },
  { address: "::1", family: 6 },
];

/** NB: No connection is kept: servers are started anew all the time, and a request on an old connection would fail. */
const agent = new Agent({
  autoSelectFamily: true,
  lookup: (_hostname, _options, callback) => callback(null, addresses),
});

/** NB: Node throws where nobody can catch it if a request without a body announces trailers. */
function cleaned(request: IncomingMessage): IncomingMessage {
  delete request.headers.trailer;
  return request;
}

function isNotThere(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return code === "ECONNREFUSED" || code === "ENOTFOUND" || error instanceof AggregateError;
}
