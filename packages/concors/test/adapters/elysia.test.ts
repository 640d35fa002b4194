import { getRequestListener } from "@hono/node-server";
import { cors } from "concors/elysia";
import { Elysia } from "elysia";
import { describe, expect, test } from "vitest";
import { fetchWritings, serve, startUpstream, written } from "./application.ts";
import type { Framework, Mounted } from "./application.ts";
import { app as allowed, describeContract, evil } from "./contract.ts";
import { answer } from "./fetch-application.ts";

const writings = [...Object.keys(fetchWritings), "set.headers"];

function createApp(mounted: readonly Mounted[], upstream: string): Elysia {
  const app = new Elysia();
  // The last one is around the others, and so the first to see a request.
  for (const args of mounted.toReversed()) app.use(cors(...args));
  app.get(`/write/${writings.length - 1}`, ({ set }) => {
    Object.assign(set.headers, written);
    return "written";
  });
  app.get("/throws", () => {
    throw new Error("thrown");
  });
  const handle = ({ request, path }: { request: Request; path: string }) => answer(request.method, path, upstream);
  app.get("/hello", handle).put("/hello", handle).options("/hello", handle);
  for (const path of ["/stream", "/events", "/not-modified", "/write/:n"]) app.get(path, handle);
  return app;
}

function startWith(protocol: Framework["protocol"]): Framework["start"] {
  return async (mounted) => {
    const upstream = await startUpstream();
    const app = createApp(mounted, `http://127.0.0.1:${upstream.port}/`);
    const errorHandler = (): Response => new Response("failed", { status: 500 });
    const handle = async (request: Request): Promise<Response> => app.fetch(request);
    const running = await serve(protocol, getRequestListener(handle, { errorHandler, overrideGlobalObjects: false }));
    return { port: running.port, close: async () => void (await Promise.all([running.close(), upstream.close()])) };
  };
}

for (const protocol of ["HTTP/1.1", "HTTP/2"] as const) {
  describeContract({ name: "Elysia", protocol, writings, start: startWith(protocol) });
}

describe("Elysia", () => {
  const requestFrom = (origin: string, path: string): Request =>
    new Request(`http://api.example.com${path}`, { headers: { Origin: origin } });

  test("a policy of a plugin is one for the whole server", async () => {
    const plugin = new Elysia().use(cors({ origins: [allowed] })).get("/plugin", () => "plugin");
    const app = new Elysia().get("/", () => "app").use(plugin);
    for (const path of ["/", "/plugin"]) {
      const { headers } = await app.handle(requestFrom(allowed, path));
      expect([path, headers.get("Access-Control-Allow-Origin")]).toEqual([path, allowed]);
    }
  });

  test("another policy of a plugin is reported, not left out", async () => {
    const reported: string[] = [];
    const onTwoPolicies = ({ name }: Error): void => void reported.push(name);
    const plugin = new Elysia().use(cors({ origins: [evil] }, { onTwoPolicies }));
    const app = new Elysia()
      .use(cors({ origins: [allowed] }, { onTwoPolicies }))
      .use(plugin)
      .get("/", "hello");
    await app.handle(requestFrom(allowed, "/"));
    expect(reported).toEqual(["TwoPoliciesError"]);
  });

  test("what a plugin answers before any route has the headers", async () => {
    const app = new Elysia().onRequest(({ status }) => status(401)).use(cors({ origins: [allowed] }));
    const response = await app.handle(requestFrom(allowed, "/"));
    expect([response.status, response.headers.get("Access-Control-Allow-Origin")]).toEqual([401, allowed]);
  });

  test("the types of routes are kept", () => {
    const app = new Elysia()
      .get("/before", () => 1)
      .use(cors({ origins: "*" }))
      .get("/after", () => 2);
    const response: (typeof app)["~Routes"]["after"]["get"]["response"][200] = 2;
    expect(response).toBe(2);
  });
});
