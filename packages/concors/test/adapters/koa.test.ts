import { Readable } from "node:stream";
import { corsRoutes } from "concors";
import { cors } from "concors/koa";
import Koa from "koa";
import type { Context, Middleware } from "koa";
import { expect, test } from "vitest";
import { inFront, nodeWritings, serve, written } from "./application.ts";
import type { Mounted } from "./application.ts";
import { ask } from "./client.ts";
import { app as allowed, corsHeadersOf, describeContract, from } from "./contract.ts";

const writings: readonly ((context: Context) => void)[] = [
  ...Object.values(nodeWritings).map((write) => (context: Context) => {
    context.respond = false;
    context.res.statusCode = 200;
    write(context.res);
  }),
  (context) => {
    context.set({ ...written });
    context.body = "written";
  },
  (context) => {
    context.set({ ...written });
    context.vary("Accept-Language");
    context.body = Readable.from(["written"]);
  },
];

function answer(context: Context): void {
  const [, writing] = /^\/write\/(\d+)$/.exec(context.path) ?? [];
  if (writing !== undefined) {
    writings[Number(writing)]!(context);
    return;
  }
  switch (context.path) {
    case "/throws":
      throw new Error("thrown");
    case "/stream":
      context.type = "text";
      context.body = Readable.from(["one ", "two"]);
      return;
    case "/events":
      context.status = 200;
      context.flushHeaders();
      context.respond = false;
      return;
    case "/not-modified":
      context.status = 304;
      return;
    case "/hello":
      if (context.method === "PUT") context.body = "saved";
      else context.body = context.method === "OPTIONS" ? "options" : "hello";
      return;
    default:
  }
}

function createApp(mounted: readonly Mounted[]): Koa {
  const app = new Koa();
  // It shows every error on the console.
  app.silent = true;
  for (const args of mounted) app.use(cors(...args));
  app.use(answer);
  return app;
}

const names = [...Object.keys(nodeWritings), "context.set", "context.vary, and a stream"];

describeContract({
  name: "Koa 3",
  protocol: "HTTP/1.1",
  writings: names,
  start: (mounted) => serve("HTTP/1.1", createApp(mounted).callback()),
});

describeContract({
  name: "Koa 3",
  protocol: "HTTP/2",
  writings: names,
  start: (mounted) => serve("HTTP/2", createApp(mounted).callback()),
});

for (const protocol of ["HTTP/1.1", "HTTP/2"] as const) {
  describeContract({
    name: "in front of Koa 3",
    protocol,
    writings: names,
    start: (mounted) => serve(protocol, inFront(mounted, createApp([]).callback())),
  });
}

test("policies by path go by the whole path, wherever they are mounted", async () => {
  const app = new Koa();
  app.use((context, next) => {
    // As `koa-mount` does.
    context.path = context.path.slice("/api".length);
    return next();
  });
  app.use(cors(corsRoutes([["/api/items", { origins: [allowed] }]])));
  const running = await serve("HTTP/1.1", app.callback());
  try {
    const asked = await ask("HTTP/1.1", running.port, from(allowed, "/api/items"));
    expect(corsHeadersOf(asked)).toEqual([["access-control-allow-origin", allowed]]);
  } finally {
    await running.close();
  }
});

test("the middleware is one of Koa's own kind", () => {
  const middleware: Middleware = cors({ origins: "*" });
  expect(middleware).toHaveLength(2);
});
