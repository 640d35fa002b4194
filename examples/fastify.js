// PORT=8080 node examples/fastify.js
import { env } from "node:process";
import { cors } from "concors/fastify";
import Fastify from "fastify";

const app = Fastify();

// Awaited, so that the plugin sees the routes that follow.
await app.register(
  cors({
    origins: ["https://app.example.com", "http://localhost:*"],
    credentials: true,
    methods: ["PUT"],
    requestHeaders: ["Content-Type"],
    maxAge: 7200,
  }),
);

app.put("/items/:id", async ({ params, body }) => {
  const { id } = /** @type {{ id: string }} */ (params);
  return { id, saved: body };
});

// A route may have a policy of its own; preflights that ask about it are answered by that one.
app.get("/status", { config: { cors: { origins: "*" } } }, async () => ({ up: true }));

await app.listen({ port: Number(env["PORT"] ?? 8080) });
export const { server } = app;
