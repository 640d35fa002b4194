import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { HttpBindings } from "@hono/node-server";
import { cors } from "concors/hono";
import { withCors } from "concors/node";
import { Hono } from "hono";
import { cors as honoCors } from "hono/cors";
import { answer, headers, honoOptions, policy } from "./policy.ts";
import type { Variant } from "./policy.ts";

export async function start(variant: Variant): Promise<number> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  if (variant === "empty") app.use((_context, next) => next());
  if (variant === "headers") {
    app.use(({ env }, next) => {
      // What Hono has for it makes `Headers` of a response, and takes many times as long.
      for (const [name, value] of headers) env.outgoing.setHeader(name, value);
      return next();
    });
  }
  if (variant === "concors") app.use(cors(policy));
  if (variant === "peer") app.use(honoCors(honoOptions()));
  app.get("/", (context) => context.json(answer));
  const listener = getRequestListener(app.fetch);
  const server = createServer(variant === "front" ? withCors(policy, listener) : listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
