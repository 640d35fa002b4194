import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/** The application behind a server, which does about CORS whatever the last segment of a path says. */
export interface Upstream {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** By this header one can tell that an answer is the application's. */
export const upstreamHeader = "X-Upstream";

/** What every answer carries besides: two that a policy may expose, and one that none does. */
const commonHeaders: readonly (readonly [string, string])[] = [
  ["X-Request-Id", "7f3a"],
  ["ETag", '"v1"'],
  ["X-Secret", "kept"],
];

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const own =
  (...headers: readonly (readonly [string, string])[]): Behaviour =>
  (_, response) => {
    for (const [name, value] of headers) response.appendHeader(name, value);
    response.end("own");
  };

const status =
  (code: number): Behaviour =>
  (_, response) => {
    response.statusCode = code;
    if (code === 401) response.setHeader("WWW-Authenticate", 'Basic realm="application"');
    if (code >= 300 && code < 304) response.setHeader("Location", "ok");
    response.end(code === 304 || code === 204 ? undefined : "status");
  };

/** What an application may do, by the last segment of the path. */
export const behaviours: Readonly<Record<string, Behaviour>> = {
  ok: (_, response) => response.end("ok"),
  "own-star": own(["Access-Control-Allow-Origin", "*"]),
  "own-reflect": ({ headers }, response) => {
    response.setHeader("Access-Control-Allow-Origin", headers.origin ?? "*");
    response.setHeader("Access-Control-Allow-Credentials", "true");
    response.end("own");
  },
  "own-all": own(
    ["Access-Control-Allow-Origin", "https://else.test"],
    ["Access-Control-Allow-Credentials", "true"],
    ["Access-Control-Allow-Methods", "*"],
    ["Access-Control-Allow-Headers", "*"],
    ["Access-Control-Expose-Headers", "X-Secret"],
    ["Access-Control-Max-Age", "1"],
    ["Access-Control-Allow-Private-Network", "true"],
  ),
  "own-error": ({ headers }, response) => {
    response.statusCode = 500;
    response.setHeader("Access-Control-Allow-Origin", headers.origin ?? "*");
    response.setHeader("Access-Control-Allow-Credentials", "true");
    response.end("own");
  },
  "own-vary": own(["Vary", "Accept-Encoding"]),
  "own-vary-twice": own(["Vary", "Accept-Encoding"], ["Vary", "Origin, Accept"]),
  chunked: (_, response) => {
    response.write("a");
    response.end("b");
  },
  gzip: (_, response) => {
    response.setHeader("Content-Encoding", "gzip");
    response.setHeader("Vary", "Accept-Encoding");
    response.end(gzipSync("compressed"));
  },
  partial: (_, response) => {
    response.statusCode = 206;
    response.setHeader("Content-Range", "bytes 0-3/10");
    response.end("part");
  },
  cookie: own(["Set-Cookie", "session=1; Path=/"]),
  "options-405": (request, response) => {
    if (request.method === "OPTIONS") response.statusCode = 405;
    response.end();
  },
  broken: (request) => request.socket.destroy(),
  ...Object.fromEntries(
    [204, 301, 302, 304, 400, 401, 403, 404, 405, 409, 413, 429, 500, 502, 503, 504].map((code) => [
      `status-${code}`,
      status(code),
    ]),
  ),
};

/** Starts an application that does all that applications do wrong. */
export async function startUpstream(): Promise<Upstream> {
  const server = createServer((request, response) => {
    const segment = /[^/?]*(?=\?|$)/.exec(request.url ?? "")?.[0] ?? "";
    for (const [name, value] of commonHeaders) response.setHeader(name, value);
    response.setHeader(upstreamHeader, segment === "" ? "ok" : segment);
    request.resume();
    (behaviours[segment] ?? behaviours["ok"]!)(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
