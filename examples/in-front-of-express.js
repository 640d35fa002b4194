// PORT=8080 node examples/in-front-of-express.js
import { createServer } from "node:http";
import { env } from "node:process";
import { withCors } from "concors/node";
import express from "express";

const app = express();

app.use(express.json());

app.put("/items/:id", ({ params, body }, response) => {
  response.json({ id: params.id, saved: body });
});

/** @type {import("concors").Policy} */
const policy = {
  origins: ["https://app.example.com", "http://localhost:*"],
  credentials: true,
  methods: ["PUT"],
  requestHeaders: ["Content-Type"],
  maxAge: 7200,
};

// In place of app.listen: whatever the application answers, it answers through the policy.
export const server = createServer(withCors(policy, app)).listen(Number(env["PORT"] ?? 8080));
