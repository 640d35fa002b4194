// PORT=8080 node examples/express.js
import { env } from "node:process";
import { cors } from "concors/express";
import express from "express";

const app = express();

// Before all that may answer: a body that cannot be parsed is an error that the page should be able to read.
app.use(
  cors({
    origins: ["https://app.example.com", "http://localhost:*"],
    credentials: true,
    methods: ["PUT"],
    requestHeaders: ["Content-Type"],
    maxAge: 7200,
  }),
);
app.use(express.json());

app.put("/items/:id", ({ params, body }, response) => {
  response.json({ id: params.id, saved: body });
});

export const server = app.listen(Number(env["PORT"] ?? 8080));
