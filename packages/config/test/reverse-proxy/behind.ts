import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

/** What a server behind the proxy was asked. */
export interface Arrived {
  readonly who: string;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Behind {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** A server that says what it was asked, without a word about CORS, and echoes what it is told over WebSockets. */
export async function startBehind(who: string): Promise<Behind> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ who, method, url, headers, body } satisfies Arrived));
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket, { url }) => {
    socket.on("message", (data: Buffer) => socket.send(`${who} ${url} ${data.toString()}`));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, stop: () => stopServer(server, sockets) };
}

async function stopServer(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}
