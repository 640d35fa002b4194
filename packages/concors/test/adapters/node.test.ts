import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { cors } from "concors/node";
import type { NodeMiddleware } from "concors/node";
import connect from "connect";
import { describe, expect, test } from "vitest";
import { nodeWritings, serve } from "./application.ts";
import type { Mounted } from "./application.ts";
import { ask } from "./client.ts";
import type { Answer } from "./client.ts";
import { app as allowed, describeContract, from } from "./contract.ts";

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
  name: "Connect",
  protocol: "HTTP/1.1",
  writings,
  start: (mounted) => serve("HTTP/1.1", connectApp(mounted)),
});

describe("a response of node:http", () => {
  const listed = { origins: [allowed] } as const;

  async function answerOf(handler: RequestListener): Promise<Answer> {
    const running = await serve("HTTP/1.1", handler);
    try {
      return await ask("HTTP/1.1", running.port, from(allowed, "/"));
    } finally {
      await running.close();
    }
  }
  const withCors = cors(listed);
  const corsOf = ({ headerList }: Answer) =>
    headerList.filter(([name]) => name.startsWith("access-control-") || name === "vary");
  const expected = [
    ["access-control-allow-origin", allowed],
    ["vary", "Origin"],
  ];

  test("tells a log what was sent", async () => {
    const logged: unknown[] = [];
    await answerOf((request, response) => {
      response.on("finish", () => {
        const names = ["Access-Control-Allow-Origin", "Vary", "X-Set", "X-Missing"];
        logged.push(names.map((name) => response.getHeader(name)));
        logged.push(names.map((name) => response.hasHeader(name)));
        logged.push({ ...response.getHeaders() });
        logged.push(response.getHeaderNames());
      });
      withCors(request, response, () => response.setHeader("X-Set", "yes").end("hello"));
    });
    expect(logged).toEqual([
      [allowed, "Origin", "yes", undefined],
      [true, true, true, false],
      { "x-set": "yes", "access-control-allow-origin": allowed, vary: "Origin" },
      ["x-set", "access-control-allow-origin", "vary"],
    ]);
  });

  test("is owned where somebody has put something around writeHead before", async () => {
    const received = await answerOf((request, response) => {
      const writeHead = response.writeHead.bind(response);
      response.writeHead = (status: number) => writeHead(status);
      withCors(request, response, () => response.setHeader("Access-Control-Allow-Origin", "*").end("hello"));
    });
    expect(corsOf(received)).toEqual(expected);
  });

  test("is owned where somebody puts something around writeHead afterwards", async () => {
    const received = await answerOf((request, response) => {
      withCors(request, response, () => {
        const writeHead = response.writeHead.bind(response);
        response.writeHead = (status: number) => {
          response.setHeader("Access-Control-Allow-Origin", "*");
          return writeHead(status);
        };
        response.end("hello");
      });
    });
    expect(corsOf(received)).toEqual(expected);
  });

  test("is owned where all headers that were set are gone, and others are given", async () => {
    const received = await answerOf((request, response) => {
      withCors(request, response, () => {
        response.setHeader("X-Gone", "yes");
        response.removeHeader("X-Gone");
        response.writeHead(200, { "ACCESS-CONTROL-ALLOW-ORIGIN": "*", "Access-Control-Max-Age": "1" }).end("hello");
      });
    });
    expect(corsOf(received)).toEqual(expected);
  });

  test("goes out once, after a head that Node refuses", async () => {
    const received = await answerOf((request, response) => {
      withCors(request, response, () => {
        expect(() => response.writeHead(99)).toThrow(RangeError);
        response.writeHead(200, "Fine").end("hello");
        expect(() => response.writeHead(200, { "X-Late": "yes" })).toThrow("headers");
      });
    });
    expect([received.status, corsOf(received)]).toEqual([200, expected]);
  });
});
