import { getRequestListener } from "@hono/node-server";
import { cors } from "concors/fetch";
import type { FetchHandler } from "concors/fetch";
import { describe, expect, test } from "vitest";
import { fetchWritings, serve, startUpstream } from "./application.ts";
import type { Framework, Mounted } from "./application.ts";
import { app, describeContract, evil } from "./contract.ts";
import { answer } from "./fetch-application.ts";

type Handler = FetchHandler<Request, []>;

function handlerOf(mounted: readonly Mounted[], upstream: string): Handler {
  let handler: Handler = ({ method, url }) => {
    const { pathname } = new URL(url);
    // As frameworks for React do it, which leave the rest of a handler so.
    if (pathname === "/throws") return Promise.reject(new Response("failed", { status: 500 }));
    return answer(method, pathname, upstream);
  };
  for (const args of mounted.toReversed()) handler = cors(...args)(handler);
  return handler;
}

/** A platform: what it answers to what a handler throws. */
function errorHandler(thrown: unknown): Response {
  return thrown instanceof Response ? thrown : new Response("failed", { status: 500 });
}

function startWith(protocol: Framework["protocol"]): Framework["start"] {
  return async (mounted) => {
    const upstream = await startUpstream();
    const handler = handlerOf(mounted, `http://127.0.0.1:${upstream.port}/`);
    const listener = getRequestListener(handler, { errorHandler, overrideGlobalObjects: false });
    const running = await serve(protocol, listener);
    return { port: running.port, close: async () => void (await Promise.all([running.close(), upstream.close()])) };
  };
}

const writings = Object.keys(fetchWritings);

describeContract({
  name: "A Fetch handler",
  protocol: "HTTP/1.1",
  writings,
  start: startWith("HTTP/1.1"),
});
describeContract({
  name: "A Fetch handler",
  protocol: "HTTP/2",
  writings,
  start: startWith("HTTP/2"),
});

describe("a Fetch handler", () => {
  const withCors = cors({ origins: [app], methods: ["PUT"] });
  const requestFrom = (origin: string, method = "GET"): Request =>
    new Request("https://api.example.com/items", { method, headers: { Origin: origin } });

  test("gets all that its platform passes", async () => {
    const handler = withCors((_request, environment: { name: string }, context: { id: number }) =>
      Response.json([environment.name, context.id]),
    );
    const response = await handler(requestFrom(app), { name: "production" }, { id: 1 });
    expect(await response.json()).toEqual(["production", 1]);
  });

  test("takes a platform's own kind of request", async () => {
    class PlatformRequest extends Request {
      readonly geo = "AQ";
    }
    const handler = withCors(({ geo }: PlatformRequest) => new Response(geo));
    const response = await handler(new PlatformRequest("https://api.example.com/", { headers: { Origin: app } }));
    expect(await response.text()).toBe("AQ");
  });

  test("serves each method by itself, as long as one of them is OPTIONS", async () => {
    const OPTIONS = withCors(() => new Response(null, { status: 204, headers: { Allow: "GET, PUT" } }));
    const headers = { Origin: app, "Access-Control-Request-Method": "PUT" };
    const preflight = await OPTIONS(new Request("https://api.example.com/", { method: "OPTIONS", headers }));
    expect(preflight.headers.get("Access-Control-Allow-Methods")).toBe("PUT");
    expect(preflight.headers.get("Allow")).toBeNull();
    const options = await OPTIONS(requestFrom(app, "OPTIONS"));
    expect(options.headers.get("Allow")).toBe("GET, PUT");
  });

  test("may redirect, though nobody can change the headers of that", async () => {
    const handler = withCors(() => Response.redirect("https://api.example.com/other", 303));
    const response = await handler(requestFrom(app));
    expect([
      response.status,
      response.headers.get("Location"),
      response.headers.get("Access-Control-Allow-Origin"),
    ]).toEqual([303, "https://api.example.com/other", app]);
  });

  test("may answer with the same response again, to another origin", async () => {
    const same = new Response(null, { status: 204 });
    const handler = withCors(() => same);
    const seen: (string | null)[] = [];
    for (const origin of [app, evil, app]) {
      const { headers } = await handler(requestFrom(origin));
      seen.push(headers.get("Access-Control-Allow-Origin"), headers.get("Vary"));
    }
    expect(seen).toEqual([app, "Origin", null, "Origin", app, "Origin"]);
  });

  test("fails with what it throws: the platform knows what it is", async () => {
    const error = new Error("not found: the framework's own");
    const handler = withCors(() => Promise.reject(error));
    await expect(handler(requestFrom(app))).rejects.toBe(error);
  });

  test("may have nothing to answer, as one of Bun that made a WebSocket of its request", async () => {
    const upgraded = withCors((): Response | undefined => undefined);
    expect(await upgraded(requestFrom(app))).toBeUndefined();
  });

  test("may fail to answer: a network error stays one", async () => {
    const error = Response.error();
    expect(await withCors(() => error)(requestFrom(app))).toBe(error);
  });
});
