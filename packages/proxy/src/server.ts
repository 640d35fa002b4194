import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { Proxy } from "./proxy.ts";

/** Bytes of a request's head: the target is in it. */
const maxHeaderSize = 16_384;

const refusal = "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/**
 * A server of `node:http` that is fit for strangers: little time and space for a request's head, and a clear answer to
 * those that want to switch protocols.
 *
 * @param handler usually a proxy's `handle`, or what decides between it and a help page
 * @param upgradeHandler a proxy's `handleUpgrade`, if it opens WebSockets
 */
export function createProxyServer(handler: RequestListener, upgradeHandler?: Proxy["handleUpgrade"]): Server {
  const server = createServer(
    {
      maxHeaderSize,
      insecureHTTPParser: false,
      requireHostHeader: true,
      headersTimeout: 10_000,
      // How long a body may take is the proxy's to say.
      requestTimeout: 0,
      keepAliveTimeout: 5000,
      connectionsCheckingInterval: 5000,
    },
    handler,
  );
  // NB: Beyond it Node leaves header lines out without a word; all that fit into a head are counted in the proxy.
  server.maxHeadersCount = 0;
  if (upgradeHandler !== undefined) server.on("upgrade", upgradeHandler);
  server.on("connect", (_request, socket) => {
    // NB: From here on it is ours; an error that nobody listens to would end the process.
    socket.on("error", () => {});
    // And nobody else closes it, if the client does not.
    socket.end(refusal, () => socket.destroy());
  });
  return server;
}
