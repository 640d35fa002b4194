import type { RequestListener } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Served extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** What was asked: method, URL and origin of each request. */
  readonly requests: readonly string[];
}

/** A server on loopback, which is gone at the end of the scope. */
export async function serve(listener: RequestListener): Promise<Served> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.origin ?? "-"}`);
    listener(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Repeats whatever origin asks, with credentials, and tells Ada from guests. Other names than its own it refuses. */
export const reflecting: RequestListener = (request, response) => {
  const { cookie, host, origin } = request.headers;
  if (!/^127\.0\.0\.1:|\.test:/.test(host ?? "")) {
    response.writeHead(421).end();
    return;
  }
  if (origin !== undefined) {
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Allow-Credentials", "true");
  }
  response.setHeader("Vary", "Origin");
  response.end(cookie === undefined ? "guest" : "Ada");
};

/** Knows nothing of CORS. */
export const plain: RequestListener = (request, response) => {
  response.writeHead(/^127\.0\.0\.1:|\.test:/.test(request.headers.host ?? "") ? 200 : 421).end("plain");
};
