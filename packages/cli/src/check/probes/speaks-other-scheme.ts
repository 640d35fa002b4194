import { connect, isIP } from "node:net";
import type { Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";
import type { ResolveEntry } from "@concors/browser";
import { hostOf, portOf } from "./host-and-port.ts";

/**
 * Whether a port speaks https where the URL says http, or the other way round: a handshake, or a request for nothing but
 * the headers of `/`.
 *
 * @param timeout milliseconds
 */
export function speaksOtherScheme(url: URL, resolve: readonly ResolveEntry[], timeout: number): Promise<boolean> {
  const [name, port] = [hostOf(url), portOf(url)];
  const entry = resolve.find((candidate) => candidate.host === name && candidate.port === port);
  const host = entry?.address ?? (name.endsWith(".localhost") ? "localhost" : name);
  return url.protocol === "http:" ? speaksTls(host, name, port, timeout) : speaksHttp(host, url.host, port, timeout);
}

function speaksTls(host: string, name: string, port: number, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const servername = isIP(name) === 0 ? { servername: name } : {};
    const socket = connectSecurely({ host, port, rejectUnauthorized: false, ...servername });
    socket.on("secureConnect", () => end(socket, true, resolve));
    endOnSilence(socket, timeout, resolve);
  });
}

function speaksHttp(host: string, hostHeader: string, port: number, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.on("connect", () => socket.write(`HEAD / HTTP/1.1\r\nHost: ${hostHeader}\r\nConnection: close\r\n\r\n`));
    socket.on("data", (chunk) => end(socket, chunk.toString("latin1").startsWith("HTTP/"), resolve));
    endOnSilence(socket, timeout, resolve);
  });
}

function endOnSilence(socket: Socket, timeout: number, resolve: (speaks: boolean) => void): void {
  socket.setTimeout(timeout, () => end(socket, false, resolve));
  socket.on("error", () => end(socket, false, resolve));
  socket.on("close", () => resolve(false));
}

function end(socket: Socket, speaks: boolean, resolve: (speaks: boolean) => void): void {
  resolve(speaks);
  socket.destroy();
}
