import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer, request as sendRequest } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { ResolveEntry } from "@concors/browser";
import { hostOf, portOf } from "../probes/host-and-port.ts";
import type { IssuedCertificate } from "./page-certificate.ts";

export interface LoopbackProxyOptions {
  /** The page, which is answered here and nowhere else. */
  readonly page: URL;
  readonly answerPage: RequestListener;
  /** What the page shows, if it is secure. */
  readonly certificate: IssuedCertificate | null;
  /** The origins that may be asked; every other is refused. */
  readonly origins: ReadonlySet<string>;
  readonly resolve: readonly ResolveEntry[];
}

export interface LoopbackProxy {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * A proxy on loopback that a browser asks for everything: it answers for the page's origin itself, passes on what is for
 * the servers that are checked, byte for byte where it is https, and refuses the rest.
 */
export async function startLoopbackProxy(options: LoopbackProxyOptions): Promise<LoopbackProxy> {
  const { answerPage, certificate, origins, page } = options;
  const pages = certificate === null ? null : createSecureServer(certificate, answerPage);
  const server = createServer((request, response) => {
    const url = URL.canParse(request.url ?? "") ? new URL(request.url!) : null;
    if (url?.origin === page.origin) return answerPage(withPath(request, url), response);
    if (url === null || !origins.has(url.origin)) return void request.socket.destroy();
    return passOn(request, response, url, options.resolve);
  });
  server.on("connect", (request: IncomingMessage, socket: Duplex) => {
    socket.on("error", () => {});
    const url = URL.canParse(`https://${request.url}/`) ? new URL(`https://${request.url}/`) : null;
    if (url === null || (url.origin !== page.origin && !origins.has(url.origin))) return void socket.destroy();
    if (url.origin !== page.origin) return tunnel(socket, url, options.resolve);
    socket.write(established);
    return void pages?.emit("connection", socket);
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const established = "HTTP/1.1 200 Connection Established\r\n\r\n";

/** The same request, as a server gets it that is no proxy. */
function withPath(request: IncomingMessage, url: URL): IncomingMessage {
  request.url = url.pathname + url.search;
  return request;
}

/** A failure is one to the browser as well: the connection ends. */
function passOn(request: IncomingMessage, response: ServerResponse, url: URL, resolve: readonly ResolveEntry[]): void {
  const { host, port } = addressOf(url, resolve);
  const headers = withoutProxyHeaders(request.rawHeaders);
  const sent = sendRequest({
    host,
    port,
    method: request.method,
    path: url.pathname + url.search,
    headers,
    setHost: false,
  });
  sent.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders);
    answer.on("error", () => response.destroy()).pipe(response);
  });
  sent.on("error", () => request.socket.destroy());
  request.pipe(sent);
}

function withoutProxyHeaders(lines: readonly string[]): string[] {
  return lines.filter((_text, index) => !/^proxy-/i.test(lines[index - (index % 2)]!));
}

function tunnel(socket: Duplex, url: URL, resolve: readonly ResolveEntry[]): void {
  const { host, port } = addressOf(url, resolve);
  const upstream = connect({ host, port }, () => {
    socket.write(established);
    upstream.pipe(socket).pipe(upstream);
  });
  upstream.on("error", () => socket.destroy());
  socket.on("close", () => upstream.destroy());
}

function addressOf(url: URL, resolve: readonly ResolveEntry[]): { host: string; port: number } {
  const [host, port] = [hostOf(url), portOf(url)];
  const entry = resolve.find((candidate) => candidate.host === host && candidate.port === port);
  return { host: entry?.address ?? (host.endsWith(".localhost") ? "localhost" : host), port };
}
