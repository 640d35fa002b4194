// test/cors.test.ts: npx vitest
import type { PageRequest } from "@concors/browser/matchers";
import "@concors/browser/matchers/vitest";
import { cors } from "concors/express";
import express from "express";
import { expect, test } from "vitest";

const page = "https://app.example.com";

const app = express();
app.use(
  cors({
    origins: [page],
    credentials: true,
    methods: ["PUT"],
    requestHeaders: ["Content-Type"],
    exposedHeaders: ["X-Request-Id"],
  }),
);
app.put("/items/:id", express.json(), (request, response) => {
  response.set("X-Request-Id", "7f3a").json({ id: request.params.id, saved: request.body });
});
app.get("/broken", () => {
  throw new Error("on purpose");
});

const save: PageRequest = {
  path: "/items/1",
  method: "PUT",
  headers: { "Content-Type": "application/json" },
  body: `{"name":"lamp"}`,
  credentials: "include",
};

test("its page can save an item, in every browser", async () => {
  await expect(app).toLetRead(page, save);
  await expect(app).toExpose("X-Request-Id", { origin: page, ...save });
});

test("no other page can", async () => {
  await expect(app).toRefuse("https://evil.example", save);
  await expect(app).toRefuse("null", save);
});

test("its page can read what went wrong", async () => {
  await expect(app).toKeepCorsOnErrors({ 404: "/missing", 500: "/broken" }, { origin: page });
});

test("no cache gives one origin's answer to another", async () => {
  await expect(app).toVaryOnOrigin({ path: "/items/1", origin: page });
});

test("an attacker's pages find nothing", async () => {
  await expect(app).toPassAudit({ path: "/items/1", origins: [page] });
});

test("only one layer speaks of CORS", async () => {
  await expect(app).toHaveSingleAllowOrigin({ origin: page, ...save });
});
