// PORT=8080 node examples/node.js
import { createServer } from "node:http";
import { env } from "node:process";
import { json } from "node:stream/consumers";
import { withCors } from "concors/node";

/** @type {import("concors").Policy} */
const policy = {
  origins: ["https://app.example.com", "http://localhost:*"],
  credentials: true,
  methods: ["PUT"],
  requestHeaders: ["Content-Type"],
  maxAge: 7200,
};

// What is called here answers whatever is no preflight, other OPTIONS requests included. With node:http2 it is the same.
const listener = withCors(policy, (request, response) => {
  const id = request.url?.slice("/items/".length);
  json(request).then(
    (saved) => response.end(JSON.stringify({ id, saved })),
    () => response.writeHead(400).end(),
  );
});

export const server = createServer(listener);
server.listen(Number(env["PORT"] ?? 8080));
