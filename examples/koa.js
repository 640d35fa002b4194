// PORT=8080 node examples/koa.js
import { env } from "node:process";
import { json } from "node:stream/consumers";
import { cors } from "concors/koa";
import Koa from "koa";

const app = new Koa();

app.use(
  cors({
    origins: ["https://app.example.com", "http://localhost:*"],
    credentials: true,
    methods: ["PUT"],
    requestHeaders: ["Content-Type"],
    maxAge: 7200,
  }),
);

app.use(async (context) => {
  const id = context.path.slice("/items/".length);
  context.body = { id, saved: await json(context.req) };
});

export const server = app.listen(Number(env["PORT"] ?? 8080));
