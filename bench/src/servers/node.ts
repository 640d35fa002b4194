import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { cors, withCors } from "concors/node";
import npmCors from "cors";
import { answer, corsOptions, headers, policy } from "./policy.ts";
import type { Variant } from "./policy.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

function handle(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(answer));
}

const handlers: Readonly<Record<Variant, () => Handler>> = {
  bare: () => handle,
  twin: () => handle,
  empty: () => (request, response) => handle(request, response),
  headers: () => (request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    handle(request, response);
  },
  concors: () => {
    const enforce = cors(policy);
    return (request, response) => enforce(request, response, () => handle(request, response));
  },
  front: () => withCors(policy, handle),
  peer: () => {
    const enforce = npmCors(corsOptions());
    return (request, response) => enforce(request, response, () => handle(request, response));
  },
};

export async function start(variant: Variant): Promise<number> {
  const server = createServer(handlers[variant]()).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
