// PORT=8080 node examples/in-front-of-hono.js
import { createServer } from "node:http";
import { env } from "node:process";
import { getRequestListener } from "@hono/node-server";
import { withCors } from "concors/node";
import { Hono } from "hono";

const app = new Hono();

app.put("/items/:id", async (context) =>
  context.json({ id: context.req.param("id"), saved: await context.req.json() }),
);

/** @type {import("concors").Policy} */
const policy = {
  origins: ["https://app.example.com", "http://localhost:*"],
  credentials: true,
  methods: ["PUT"],
  requestHeaders: ["Content-Type"],
  maxAge: 7200,
};

// In place of serve: whatever the application answers, it answers through the policy.
const listener = withCors(policy, getRequestListener(app.fetch));
export const server = createServer(listener).listen(Number(env["PORT"] ?? 8080));
