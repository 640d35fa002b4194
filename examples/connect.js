// PORT=8080 node examples/connect.js
import { createServer } from "node:http";
import { env } from "node:process";
import { json } from "node:stream/consumers";
import { cors } from "concors/node";
import connect from "connect";

const app = connect();

app.use(
  cors({
    origins: ["https://app.example.com", "http://localhost:*"],
    credentials: true,
    methods: ["PUT"],
    requestHeaders: ["Content-Type"],
    maxAge: 7200,
  }),
);

app.use("/items", (request, response, next) => {
  const id = request.url?.slice(1);
  json(request).then((saved) => response.end(JSON.stringify({ id, saved })), next);
});

export const server = createServer(app).listen(Number(env["PORT"] ?? 8080));
