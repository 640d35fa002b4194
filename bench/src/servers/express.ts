import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cors } from "concors/express";
import { withCors } from "concors/node";
import npmCors from "cors";
import express from "express";
import { answer, corsOptions, headers, policy } from "./policy.ts";
import type { Variant } from "./policy.ts";

export async function start(variant: Variant): Promise<number> {
  const app = express();
  if (variant === "empty") app.use((_request, _response, next) => next());
  if (variant === "headers") {
    app.use((_request, response, next) => {
      for (const [name, value] of headers) response.setHeader(name, value);
      next();
    });
  }
  if (variant === "concors") app.use(cors(policy));
  if (variant === "peer") app.use(npmCors(corsOptions()));
  app.get("/", (_request, response) => {
    response.json(answer);
  });
  const listener = variant === "front" ? withCors(policy, app) : app;
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
