// PORT=8080 node examples/in-front-of-fastify.js
import { createServer } from "node:http";
import { env } from "node:process";
import { withCors } from "concors/node";
import Fastify from "fastify";

/** @type {import("concors").Policy} */
const policy = {
  origins: ["https://app.example.com", "http://localhost:*"],
  credentials: true,
  methods: ["PUT"],
  requestHeaders: ["Content-Type"],
  maxAge: 7200,
};

// What is injected, in tests, does not come by the server, and so not by the policy.
const app = Fastify({ serverFactory: (handler) => createServer(withCors(policy, handler)) });

app.put("/items/:id", async ({ params, body }) => {
  const { id } = /** @type {{ id: string }} */ (params);
  return { id, saved: body };
});

await app.listen({ port: Number(env["PORT"] ?? 8080) });
export const { server } = app;
