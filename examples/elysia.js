// PORT=8080 bun examples/elysia.js
import { cors } from "concors/elysia";
import { Elysia } from "elysia";

export default new Elysia()
  .use(
    cors({
      origins: ["https://app.example.com", "http://localhost:*"],
      credentials: true,
      methods: ["PUT"],
      requestHeaders: ["Content-Type"],
      maxAge: 7200,
    }),
  )
  .put("/items/:id", ({ params, body }) => ({ id: params.id, saved: body }));
