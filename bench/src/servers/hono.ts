import { serve } from "@hono/node-server";
import { cors } from "concors/hono";
import { Hono } from "hono";
import { cors as honoCors } from "hono/cors";
import { answer, honoOptions, policy } from "./policy.ts";
import type { Variant } from "./policy.ts";

export function start(variant: Variant): Promise<number> {
  const app = new Hono();
  if (variant === "concors") app.use(cors(policy));
  if (variant === "peer") app.use(honoCors(honoOptions()));
  app.get("/", (context) => context.json(answer));
  return new Promise((resolve) => {
    serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => resolve(port));
  });
}
