// PORT=8080 node examples/node.js
import { createServer } from "node:http";
import { env } from "node:process";
import { json } from "node:stream/consumers";
import { cors } from "concors/node";

const withCors = cors({
  origins: ["https://app.example.com", "http://localhost:*"],
  credentials: true,
  methods: ["PUT"],
  requestHeaders: ["Content-Type"],
  maxAge: 7200,
});

// With node:http2 it is the same.
export const server = createServer((request, response) => {
  // What is called here answers whatever is no preflight, other OPTIONS requests included.
  withCors(request, response, () => {
    const id = request.url?.slice("/items/".length);
    json(request).then(
      (saved) => response.end(JSON.stringify({ id, saved })),
      () => response.writeHead(400).end(),
    );
  });
});

server.listen(Number(env["PORT"] ?? 8080));
