import type { ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { cors } from "concors/h3";
import { cors as nodeCors } from "concors/node";
import { fromNodeHandler, H3, HTTPError, HTTPResponse, toNodeHandler } from "h3";
import type { EventHandler, Middleware } from "h3";
import { createApp, eventHandler, fromNodeMiddleware, sendNoContent, toNodeListener } from "h3v1";
import { describe, expect, test } from "vitest";
import { fetchWritings, inFront, nodeWritings, serve, startUpstream, written } from "./application.ts";
import type { Framework, Listener, Mounted } from "./application.ts";
import { app as allowed, describeContract } from "./contract.ts";
import { answer } from "./fetch-application.ts";

const h3Writings: Readonly<Record<string, EventHandler>> = {
  "event.res": (event) => {
    for (const [name, value] of Object.entries(written)) event.res.headers.set(name, value);
    return "written";
  },
  HTTPResponse: () => new HTTPResponse("written", { headers: written }),
  "event.res beside a Response": (event) => {
    event.res.headers.set("Access-Control-Allow-Origin", "https://other.example.com");
    return new Response("written", { headers: written });
  },
};
const nodeHandlers = Object.fromEntries(
  Object.entries(nodeWritings).map(([name, write]): [string, EventHandler] => [
    `a handler for Node: ${name}`,
    // h3 ends the response when the handler is done.
    fromNodeHandler(async (_request, response) => {
      const finished = new Promise((resolve) => response.once("finish", resolve));
      write(response as ServerResponse);
      await finished;
    }),
  ]),
);

function createH3(mounted: readonly Mounted[], upstream: string, others: readonly EventHandler[]): H3 {
  const app = new H3({ silent: true });
  for (const args of mounted) app.use(cors(...args));
  app.get("/throws", () => {
    throw new Error("thrown");
  });
  for (const [index, write] of others.entries()) app.get(`/write/${Object.keys(fetchWritings).length + index}`, write);
  app.get("/events", () => new Response(events()));
  for (const path of ["/hello", "/stream", "/not-modified", "/write/:n"]) {
    for (const method of ["GET", "PUT", "OPTIONS"] as const) {
      if (path !== "/hello" && method !== "GET") continue;
      app.on(method, path, ({ req, url }) => answer(req.method, url.pathname, upstream));
    }
  }
  return app;
}

/** A stream that does not end. Its first piece is what h3 waits for. */
function events(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(": \n\n")) });
}

function startWith(
  protocol: Framework["protocol"],
  others: Readonly<Record<string, EventHandler>>,
  listenerOf: (app: H3) => Listener,
  where: "in the application" | "in front" = "in the application",
): Pick<Framework, "protocol" | "writings" | "start"> {
  return {
    protocol,
    writings: [...Object.keys(fetchWritings), ...Object.keys(others)],
    start: async (mounted) => {
      const upstream = await startUpstream();
      const [outside, inside] = where === "in front" ? [mounted, []] : [[], mounted];
      const app = createH3(inside, `http://127.0.0.1:${upstream.port}/`, Object.values(others));
      const running = await serve(protocol, inFront(outside, listenerOf(app)));
      return { port: running.port, close: async () => void (await Promise.all([running.close(), upstream.close()])) };
    },
  };
}

for (const protocol of ["HTTP/1.1", "HTTP/2"] as const) {
  const others = { ...h3Writings, ...nodeHandlers };
  describeContract({ name: "h3", ...startWith(protocol, others, toNodeHandler) });
  describeContract({ name: "in front of h3", ...startWith(protocol, others, toNodeHandler, "in front") });
}
describeContract({
  name: "h3 where there is no Node",
  ...startWith("HTTP/1.1", h3Writings, (app) =>
    getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false }),
  ),
});

describeContract({
  name: "h3 version 1",
  protocol: "HTTP/1.1",
  writings: Object.keys(nodeWritings),
  start: (mounted) => {
    const app = createApp({ onError: (error) => void (error.unhandled = false) });
    for (const args of mounted) app.use(fromNodeMiddleware(nodeCors(...args)));
    app.use(
      eventHandler((event) => {
        const { method, path, node } = event;
        const [, writing] = /^\/write\/(\d+)$/.exec(path) ?? [];
        if (writing !== undefined) return Object.values(nodeWritings)[Number(writing)]!(node.res);
        if (path === "/throws") throw new Error("thrown");
        if (path === "/events") return events();
        if (path === "/not-modified") return sendNoContent(event, 304);
        const { pathname } = new URL(path, "http://h3.test");
        return answer(method, pathname, "");
      }),
    );
    return serve("HTTP/1.1", toNodeListener(app));
  },
});

describe("h3", () => {
  const requestFrom = { headers: { Origin: allowed } };

  test("the application's hooks see errors and responses as they would without a policy", async () => {
    const seen: string[] = [];
    const app = new H3({
      silent: true,
      onError: (error) => void seen.push(`error ${error.status}`),
      onResponse: (response) =>
        void seen.push(`response ${response.status} to ${response.headers.get("Access-Control-Allow-Origin")}`),
    });
    app.use(cors({ origins: [allowed] }));
    app.get("/", () => {
      throw new HTTPError({ status: 418 });
    });
    await app.request("/", requestFrom);
    expect(seen).toEqual(["error 418", `response 418 to ${allowed}`]);
  });

  test("mounted under a path, a policy answers the preflights for it, and for nothing else", async () => {
    const app = new H3();
    app.use("/api/**", cors({ origins: [allowed], methods: ["PUT"] }));
    app.put("/api/items", () => "saved");
    const preflight = { method: "OPTIONS", headers: { Origin: allowed, "Access-Control-Request-Method": "PUT" } };
    expect((await app.request("/api/items", preflight)).status).toBe(204);
    expect((await app.request("/other", preflight)).status).toBe(404);
  });

  test("the middleware is one of h3's own kind", () => {
    const middleware: Middleware = cors({ origins: "*" });
    expect(middleware).toHaveLength(2);
  });
});
