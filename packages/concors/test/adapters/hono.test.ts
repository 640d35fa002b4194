import { createServer as createHttp2Server } from "node:http2";
import { createAdaptorServer, getRequestListener } from "@hono/node-server";
import { createCors } from "concors";
import { cors } from "concors/hono";
import { Hono } from "hono";
import type { MiddlewareHandler } from "hono";
import { describe, expect, test } from "vitest";
import { fetchWritings, inFront, listen, serve, startUpstream, written } from "./application.ts";
import type { Framework, Mounted } from "./application.ts";
import { app as allowed, describeContract } from "./contract.ts";
import { answer } from "./fetch-application.ts";

function createApp(mounted: readonly Mounted[], upstream: string): Hono {
  const app = new Hono();
  for (const args of mounted) app.use(cors(...args));
  app.onError((_error, context) => context.text("failed", 500));
  app.get("/throws", () => {
    throw new Error("thrown");
  });
  for (const [index, write] of honoWritings.entries()) {
    app.get(`/write/${Object.keys(fetchWritings).length + index}`, write);
  }
  app.on(["GET", "PUT", "OPTIONS"], ["/hello", "/stream", "/events", "/not-modified", "/write/:n"], ({ req }) =>
    answer(req.method, req.path, upstream),
  );
  return app;
}

const honoWritings: readonly MiddlewareHandler[] = [
  async (context) => {
    for (const [name, value] of Object.entries(written)) context.header(name, value);
    return Promise.resolve(context.text("written"));
  },
  async (context) => Promise.resolve(context.body("written", 200, { ...written })),
];
const writings = [...Object.keys(fetchWritings), "context.header", "context.body with headers"];

function startWith(protocol: Framework["protocol"]): Framework["start"] {
  return async (mounted) => {
    const upstream = await startUpstream();
    const { fetch } = createApp(mounted, `http://127.0.0.1:${upstream.port}/`);
    const server = createAdaptorServer(protocol === "HTTP/2" ? { fetch, createServer: createHttp2Server } : { fetch });
    const running = await listen(server);
    return { port: running.port, close: async () => void (await Promise.all([running.close(), upstream.close()])) };
  };
}

describeContract({ name: "Hono", protocol: "HTTP/1.1", writings, start: startWith("HTTP/1.1") });
describeContract({ name: "Hono", protocol: "HTTP/2", writings, start: startWith("HTTP/2") });

for (const protocol of ["HTTP/1.1", "HTTP/2"] as const) {
  describeContract({
    name: "in front of Hono",
    protocol,
    writings,
    start: async (mounted) => {
      const upstream = await startUpstream();
      const app = createApp([], `http://127.0.0.1:${upstream.port}/`);
      const running = await serve(protocol, inFront(mounted, getRequestListener(app.fetch)));
      return { port: running.port, close: async () => void (await Promise.all([running.close(), upstream.close()])) };
    },
  });
}

describeContract({
  name: "Hono, where nothing of Node is at hand",
  protocol: "HTTP/1.1",
  writings,
  start: async (mounted) => {
    const upstream = await startUpstream();
    const app = createApp(mounted, `http://127.0.0.1:${upstream.port}/`);
    const listener = getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
    const running = await serve("HTTP/1.1", listener);
    return { port: running.port, close: async () => void (await Promise.all([running.close(), upstream.close()])) };
  },
});

describe("Hono alone", () => {
  test("mounted under a path, a policy answers the preflights for it, and for nothing else", async () => {
    const app = new Hono();
    app.use("/api/*", cors({ origins: [allowed], methods: ["PUT"] }));
    app.put("/api/items", (context) => context.text("saved"));
    const preflight = { method: "OPTIONS", headers: { Origin: allowed, "Access-Control-Request-Method": "PUT" } };
    expect((await app.request("/api/items", preflight)).status).toBe(204);
    expect((await app.request("/other", preflight)).status).toBe(404);
  });

  test("what comes between sees a response as any other, and its changes stay", async () => {
    const app = new Hono();
    app.use(cors({ origins: [allowed] }));
    app.use(async (context, next) => {
      await next();
      context.res = new Response(`${await context.res.text()}!`, context.res);
      context.header("X-Between", "yes");
    });
    app.get("/", (context) => context.text("hello"));
    const response = await app.request("/", { headers: { Origin: allowed } });
    expect([await response.text(), response.headers.get("X-Between")]).toEqual(["hello!", "yes"]);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe(allowed);
  });

  test("a response keeps to the fast path of @hono/node-server, which reads no stream", async () => {
    const app = new Hono();
    app.use(cors(createCors({ origins: [allowed], credentials: true })));
    app.get("/", (context) => context.text("hello"));
    let made: Response | undefined;
    const listener = getRequestListener(async (request) => {
      made = await app.fetch(request);
      return made;
    });
    const running = await serve("HTTP/1.1", listener);
    try {
      await (await fetch(`http://127.0.0.1:${running.port}/`, { headers: { Origin: allowed } })).text();
    } finally {
      await running.close();
    }
    // What the server looks for: it is gone as soon as anybody asks for the body.
    const marks = Object.getOwnPropertySymbols(made).map(({ description }) => description);
    expect(marks).toContain("cache");
  });

  test("a request that a handler makes in the environment of its own is decided by itself", async () => {
    const app = new Hono();
    app.use(cors({ origins: [allowed] }));
    app.get("/inner", (context) => context.text("inner"));
    app.get("/outer", async (context) => {
      const headers = { Origin: "https://other.example" };
      const inner = await app.request("/inner", { headers }, context.env);
      return context.text(`${await inner.text()}: ${inner.headers.get("Access-Control-Allow-Origin")}`);
    });
    const running = await serve("HTTP/1.1", getRequestListener(app.fetch));
    try {
      const response = await fetch(`http://127.0.0.1:${running.port}/outer`, { headers: { Origin: allowed } });
      expect(await response.text()).toBe("inner: null");
      expect(response.headers.get("Access-Control-Allow-Origin")).toBe(allowed);
    } finally {
      await running.close();
    }
  });

  test("the middleware is one of Hono's own kind", () => {
    const middleware: MiddlewareHandler = cors({ origins: "*" });
    expect(middleware).toHaveLength(2);
  });
});
