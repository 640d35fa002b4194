// PORT=8080 node examples/h3.js
import { env } from "node:process";
import { cors } from "concors/h3";
import { H3, readBody, serve } from "h3";

const app = new H3();

app.use(
  cors({
    origins: ["https://app.example.com", "http://localhost:*"],
    credentials: true,
    methods: ["PUT"],
    requestHeaders: ["Content-Type"],
    maxAge: 7200,
  }),
);

app.put("/items/:id", async (event) => ({ id: event.context.params?.["id"], saved: await readBody(event) }));

export const server = serve(app, { port: Number(env["PORT"] ?? 8080) }).node?.server;
