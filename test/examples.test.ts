import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import "@concors/browser/matchers/vitest";
import { Browser, fetchHandlerTransport } from "@concors/browser";
import type { Page } from "@concors/browser";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { runMain } from "../packages/cli/test/run-main.ts";

/** The pages that start a server, by what they show. */
const servers: Readonly<Record<string, () => Promise<{ server: unknown }>>> = {
  connect: () => import("../examples/connect.js"),
  express: () => import("../examples/express.js"),
  fastify: () => import("../examples/fastify.js"),
  h3: () => import("../examples/h3.js"),
  hono: () => import("../examples/hono.js"),
  "in-front-of-express": () => import("../examples/in-front-of-express.js"),
  "in-front-of-fastify": () => import("../examples/in-front-of-fastify.js"),
  "in-front-of-hono": () => import("../examples/in-front-of-hono.js"),
  koa: () => import("../examples/koa.js"),
  nest: () => import("../examples/nest.ts"),
  node: () => import("../examples/node.js"),
};

type Handler = (request: Request) => Response | Promise<Response>;

/** The pages that export handlers. */
const handlers: Readonly<Record<string, () => Promise<Handler>>> = {
  elysia: async () => (await import("../examples/elysia.js")).default.fetch,
  fetch: async () => (await import("../examples/fetch.js")).default.fetch,
  lambda: async () => {
    const { handler } = await import("../examples/lambda.js");
    return async (request) => {
      const event = {
        version: "2.0",
        rawPath: new URL(request.url).pathname,
        headers: Object.fromEntries(request.headers),
        pathParameters: { id: "1" },
        requestContext: { http: { method: request.method } },
        body: await request.text(),
      };
      const { statusCode: status, headers, body } = await handler(event as unknown as Parameters<typeof handler>[0]);
      return new Response(body === "" ? null : body, { status, headers: headers as Record<string, string> });
    };
  },
  next: async () => {
    const { OPTIONS, PUT } = await import("../examples/next.js");
    const context = { params: Promise.resolve({ id: "1" }) };
    return (request) => (request.method === "OPTIONS" ? OPTIONS(request) : PUT(request, context));
  },
};

async function save(page: Page, url: string): Promise<unknown> {
  const headers = { "Content-Type": "application/json" };
  const response = await page.fetch(url, { method: "PUT", credentials: "include", headers, body: `{"name":"lamp"}` });
  return response.json();
}

const saved = { id: "1", saved: { name: "lamp" } };

describe.each(Object.entries(servers))("examples/%s", (_name, load) => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    vi.stubEnv("PORT", "0");
    server = (await load()).server as Server;
    if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/items/1`;
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
  });

  test("lets its page save an item", async () => {
    expect(await save(new Browser().open("http://localhost:5173/"), url)).toEqual(saved);
  });

  test("lets no other page do so", async () => {
    await expect(save(new Browser().open("https://evil.example/"), url)).rejects.toThrow(TypeError);
  });

  test.each([
    ["http://localhost:5173", 0],
    ["https://evil.example", 1],
  ])("is checked from %s, with status %i", async (from, status) => {
    const asked = ["-X", "PUT", "-H", "Content-Type: application/json", "-d", "{}", "--credentials", "include"];
    expect((await runMain(["check", url, "--from", from, ...asked, "--send"])).status).toBe(status);
  });

  test("does what is expected of it", async () => {
    const json = { method: "PUT", headers: { "Content-Type": "application/json" }, body: "{}" };
    await expect(url).toLetRead("http://localhost:5173", { ...json, credentials: "include" });
    await expect(url).toRefuse("https://evil.example", json);
    await expect(url).toHaveSingleAllowOrigin({ ...json, origin: "http://localhost:5173" });
  });
});

describe.each(Object.entries(handlers))("examples/%s", (_name, load) => {
  const openPage = async (url: string): Promise<Page> =>
    new Browser({ transport: fetchHandlerTransport(await load()) }).open(url);

  test("lets its page save an item", async () => {
    expect(await save(await openPage("https://app.example.com/"), "https://api.example.com/items/1")).toEqual(saved);
  });

  test("lets no other page do so", async () => {
    const page = await openPage("https://evil.example/");
    await expect(save(page, "https://api.example.com/items/1")).rejects.toThrow(TypeError);
  });
});

const folder = fileURLToPath(new URL("../examples", import.meta.url));
const jest = join(fileURLToPath(new URL("../runtimes/node_modules", import.meta.url)), "jest-30/bin/jest.js");

/** The pages that are tests of other runners, and how each is run. */
const tests: Readonly<Record<string, readonly string[]>> = {
  "jest.test.cjs": [jest, "--rootDir", folder, "jest.test.cjs"],
  "node.test.js": ["--test", "node.test.js"],
};

/** Where everything has to be there, what is missing fails. */
const isExpected = ([program = ""]: readonly string[]): boolean =>
  process.env["CI"] === "true" || program.startsWith("--") || existsSync(program);
if (!isExpected([jest])) console.log("Jest is not asked: npm ci --prefix runtimes --ignore-scripts installs it.");

describe.each(Object.entries(tests).filter(([, args]) => isExpected(args)))("examples/%s", (_name, args) => {
  test("passes", async () => {
    // A status other than 0 rejects.
    await expect(promisify(execFile)(process.execPath, args, { cwd: folder })).resolves.toBeDefined();
  });
});
