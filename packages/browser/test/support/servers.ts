import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server as NetServer, Socket } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Answers a request; may take its time. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A server on loopback that ends with the test. */
export interface TestServer {
  /** "http://127.0.0.1:4711" */
  readonly origin: string;
  readonly port: number;
  /** The requests so far, in order. */
  readonly requests: IncomingMessage[];
}

export async function serve(listener: Listener, host = "127.0.0.1"): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    void listener(request, response);
  });
  const port = await listen(server, host);
  return { origin: `http://${host.includes(":") ? `[${host}]` : host}:${port}`, port, requests };
}

export async function serveSecurely(certificate: Certificate, listener: Listener): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const server = createSecureServer(certificate, (request, response) => {
    requests.push(request);
    void listener(request, response);
  });
  const port = await listen(server, "127.0.0.1");
  return { origin: `https://localhost:${port}`, port, requests };
}

/** A server that speaks no HTTP but what the test writes. */
export async function serveTcp(onConnection: (socket: Socket) => void): Promise<TestServer> {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    onConnection(socket);
  });
  const port = await listen(server, "127.0.0.1");
  return { origin: `http://127.0.0.1:${port}`, port, requests: [] };
}

/** A port that nothing listens on. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listen(server: Server | NetServer, host: string): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate that nobody vouches for, made on the spot. */
export function selfSignedCertificate(name: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  try {
    const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    execFileSync(
      "openssl",
      ["req", "-x509", "-nodes", ...curve, "-days", "2", ...subject, "-keyout", key, "-out", cert],
      {
        stdio: "ignore",
      },
    );
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The body of a request, as it arrived. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}
