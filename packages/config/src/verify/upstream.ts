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
export const commonHeaders: readonly (readonly [string, string])[] = [
  ["X-Request-Id", "7f3a"],
  ["ETag", '"v1"'],
  ["X-Secret", "kept"],
];

/** What an application answers, as data that one in any language can carry out. */
export interface Behaviour {
  readonly status: number;
  /** Each entry is a line of its own. */
  readonly headers: readonly (readonly [string, string])[];
  /** Whether it allows whoever asks, with credentials, as well. */
  readonly reflects: boolean;
  /** Its answer to OPTIONS, if that is another one. */
  readonly optionsStatus: number;
  readonly body: string;
}

function behaviour(status: number, headers: Behaviour["headers"] = [], more: Partial<Behaviour> = {}): Behaviour {
  const body = [204, 304].includes(status) ? "" : "an answer";
  return { status, headers, reflects: false, optionsStatus: status, body, ...more };
}

function ownStatus(status: number): Behaviour {
  if (status === 401) return behaviour(status, [["WWW-Authenticate", 'Basic realm="application"']]);
  return behaviour(status, status >= 300 && status < 304 ? [["Location", "ok"]] : []);
}

/** What an application may do, by the last segment of the path; `ok` for any other. */
export const behaviours: Readonly<Record<string, Behaviour>> = {
  ok: behaviour(200),
  "own-star": behaviour(200, [["Access-Control-Allow-Origin", "*"]]),
  "own-reflect": behaviour(200, [], { reflects: true }),
  "own-all": behaviour(200, [
    ["Access-Control-Allow-Origin", "https://else.test"],
    ["Access-Control-Allow-Credentials", "true"],
    ["Access-Control-Allow-Methods", "*"],
    ["Access-Control-Allow-Headers", "*"],
    ["Access-Control-Expose-Headers", "X-Secret"],
    ["Access-Control-Max-Age", "1"],
    ["Access-Control-Allow-Private-Network", "true"],
  ]),
  "own-error": behaviour(500, [], { reflects: true }),
  "own-vary": behaviour(200, [["Vary", "Accept-Encoding"]]),
  "own-vary-twice": behaviour(200, [
    ["Vary", "Accept-Encoding"],
    ["Vary", "Origin, Accept"],
  ]),
  partial: behaviour(206, [["Content-Range", "bytes 0-8/10"]]),
  cookie: behaviour(200, [["Set-Cookie", "session=1; Path=/"]]),
  "options-405": behaviour(200, [], { optionsStatus: 405 }),
  ...Object.fromEntries(
    [204, 301, 302, 304, 400, 401, 403, 404, 405, 409, 413, 429, 500, 502, 503, 504].map((status) => [
      `status-${status}`,
      ownStatus(status),
    ]),
  ),
};

function carryOut(
  { status, headers, reflects, optionsStatus, body }: Behaviour,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.statusCode = request.method === "OPTIONS" ? optionsStatus : status;
  for (const [name, value] of headers) response.appendHeader(name, value);
  if (reflects) {
    response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
    response.setHeader("Access-Control-Allow-Credentials", "true");
  }
  response.end(body);
}

/** What only an application behind a server can do to it. */
const special: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  broken: ({ socket }) => void socket.destroy(),
  chunked: (_, response) => {
    response.write("a");
    response.end("b");
  },
  gzip: (_, response) => {
    response.setHeader("Content-Encoding", "gzip");
    response.setHeader("Vary", "Accept-Encoding");
    response.end(gzipSync("compressed"));
  },
};

/** Does what the last segment of the path says. */
export function answer(request: IncomingMessage, response: ServerResponse): void {
  const segment = /[^/?]*(?=\?|$)/.exec(request.url ?? "")?.[0] ?? "";
  for (const [name, value] of commonHeaders) response.setHeader(name, value);
  response.setHeader(upstreamHeader, segment === "" ? "ok" : segment);
  // Once all of it has arrived: whoever answers before leaves it to chance what a limit in front makes of a body.
  request.once("end", () => {
    const trick = special[segment];
    if (trick !== undefined) trick(request, response);
    else carryOut(behaviours[segment] ?? behaviours["ok"]!, request, response);
  });
  request.resume();
}

/** Starts an application that does all that applications do wrong. */
export async function startUpstream(): Promise<Upstream> {
  const server = createServer(answer);
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
