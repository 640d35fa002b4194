import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { cors } from "concors/node";
import type { NodeMiddleware } from "concors/node";
import connect from "connect";
import { inFront, nodeWritings, serve } from "./application.ts";
import type { Mounted } from "./application.ts";
import { describeContract } from "./contract.ts";

/** The application, in plain Node. */
function answer({ method = "", url = "" }: IncomingMessage, response: ServerResponse): void {
  const [, writing] = /^\/write\/(\d+)$/.exec(url) ?? [];
  if (writing !== undefined) Object.values(nodeWritings)[Number(writing)]!(response);
  else if (url === "/throws") throw new Error("thrown");
  else if (url === "/stream") stream(response);
  else if (url === "/events") response.flushHeaders();
  else if (url === "/not-modified") end(response, 304, "");
  else if (!url.startsWith("/hello")) end(response, 404, "not found");
  else if (method === "PUT") end(response, 200, "saved");
  else end(response, 200, method === "OPTIONS" ? "options" : "hello");
}

function stream(response: ServerResponse): void {
  response.write("one ");
  setImmediate(() => response.end("two"));
}

function end(response: ServerResponse, status: number, body: string): void {
  response.statusCode = status;
  response.end(body);
}

/** What every server has in one form or another: middleware after middleware, and an answer to what was thrown. */
function listenerOf(mounted: readonly Mounted[]): RequestListener {
  const fail = (response: ServerResponse): void => end(response, 500, "failed");
  let handler: RequestListener = (request, response) => {
    try {
      answer(request, response);
    } catch {
      fail(response);
    }
  };
  for (const middleware of mounted.map((args): NodeMiddleware => cors(...args)).toReversed()) {
    const inner = handler;
    handler = (request, response) =>
      middleware(request, response, (error) => (error === undefined ? inner(request, response) : fail(response)));
  }
  return handler;
}

function connectApp(mounted: readonly Mounted[]): RequestListener {
  const app = connect();
  for (const args of mounted) app.use(cors(...args));
  app.use(answer);
  return app;
}

const writings = Object.keys(nodeWritings);

describeContract({
  name: "node:http",
  protocol: "HTTP/1.1",
  writings,
  start: (mounted) => serve("HTTP/1.1", listenerOf(mounted)),
});

describeContract({
  name: "node:http2",
  protocol: "HTTP/2",
  writings,
  start: (mounted) => serve("HTTP/2", listenerOf(mounted)),
});

describeContract({
  name: "in front of node:http",
  protocol: "HTTP/1.1",
  writings,
  start: (mounted) => serve("HTTP/1.1", inFront(mounted, listenerOf([]))),
});

describeContract({
  name: "in front of node:http2",
  protocol: "HTTP/2",
  writings,
  start: (mounted) => serve("HTTP/2", inFront(mounted, listenerOf([]))),
});

describeContract({
  name: "Connect",
  protocol: "HTTP/1.1",
  writings,
  start: (mounted) => serve("HTTP/1.1", connectApp(mounted)),
});
