import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fastifyCors from "@fastify/cors";
import { cors } from "concors/fastify";
import { withCors } from "concors/node";
import { fastify } from "fastify";
import { answer, corsOptions, headers, policy } from "./policy.ts";
import type { Variant } from "./policy.ts";

export async function start(variant: Variant): Promise<number> {
  const app = fastify({
    serverFactory: (handler) => createServer(variant === "front" ? withCors(policy, handler) : handler),
  });
  if (variant === "empty") app.addHook("onRequest", (_request, _reply, done) => done());
  if (variant === "headers") {
    app.addHook("onRequest", (_request, reply, done) => {
      for (const [name, value] of headers) reply.header(name, value);
      done();
    });
  }
  if (variant === "concors") await app.register(cors(policy));
  if (variant === "peer") await app.register(fastifyCors, corsOptions());
  app.get("/", () => answer);
  await app.listen({ port: 0, host: "127.0.0.1" });
  return (app.server.address() as AddressInfo).port;
}
