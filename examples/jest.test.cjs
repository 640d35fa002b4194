// test/cors.test.js: npx jest
require("@concors/browser/matchers/jest");
const { expect, test } = require("@jest/globals");
const { cors } = require("concors/express");
const express = require("express");

const page = "https://app.example.com";

const app = express();
app.use(cors({ origins: [page], credentials: true, methods: ["PUT"], requestHeaders: ["Content-Type"] }));
app.put("/items/:id", express.json(), (request, response) => {
  response.json({ id: request.params.id, saved: request.body });
});

/** @type {import("@concors/browser/matchers").PageRequest} */
const save = {
  path: "/items/1",
  method: "PUT",
  headers: { "Content-Type": "application/json" },
  body: `{"name":"lamp"}`,
  credentials: "include",
};

test("its page can save an item, in every browser", async () => {
  await expect(app).toLetRead(page, save);
});

test("no other page can", async () => {
  await expect(app).toRefuse("https://evil.example", save);
});

test("its page can read what went wrong", async () => {
  await expect(app).toKeepCorsOnErrors([404], { origin: page });
});
