// PORT=8080 node examples/hono.js
import { env } from "node:process";
import { serve } from "@hono/node-server";
import { cors } from "concors/hono";
import { Hono } from "hono";

const app = new Hono();

app.use(
  cors({
    origins: ["https://app.example.com", "http://localhost:*"],
    credentials: true,
    methods: ["PUT"],
    requestHeaders: ["Content-Type"],
    maxAge: 7200,
  }),
);

app.put("/items/:id", async (context) =>
  context.json({ id: context.req.param("id"), saved: await context.req.json() }),
);

export const server = serve({ fetch: app.fetch, port: Number(env["PORT"] ?? 8080) });
