// test/cors.test.js: node --test
import { test } from "node:test";
import { assertKeepsCorsOnErrors, assertLetsRead, assertRefuses } from "@concors/browser/matchers";
import { cors } from "concors/fetch";

const page = "https://app.example.com";

const withCors = cors({ origins: [page], credentials: true, methods: ["PUT"], requestHeaders: ["Content-Type"] });
const app = withCors(async (request) => {
  if (request.method !== "PUT") return new Response("There is no such item.", { status: 404 });
  return Response.json({ saved: await request.json() });
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
  await assertLetsRead(app, page, save);
});

test("no other page can", async () => {
  await assertRefuses(app, "https://evil.example", save);
});

test("its page can read what went wrong", async () => {
  await assertKeepsCorsOnErrors(app, { 404: "/items/1" }, { origin: page });
});
