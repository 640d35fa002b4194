import { ServerResponse, createServer } from "node:http";
import type { IncomingMessage, RequestListener } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { getRequestListener } from "@hono/node-server";
import { createCors } from "concors";
import { cors as expressCors } from "concors/express";
import { cors as fastifyCors } from "concors/fastify";
import { cors as h3Cors } from "concors/h3";
import { cors as honoCors } from "concors/hono";
import { cors as koaCors } from "concors/koa";
import { withCors } from "concors/node";
import type { AdapterOptions, PolicyOrCors } from "concors/node";
import express from "express";
import Fastify from "fastify";
import type { FastifyReply } from "fastify";
import { H3, toNodeHandler } from "h3";
import { Hono } from "hono";
import Koa from "koa";
import { describe, expect, test } from "vitest";
import { listen, serve } from "./application.ts";
import type { Listener } from "./application.ts";
import { ask } from "./client.ts";
import type { Answer, Ask } from "./client.ts";
import { app as allowed, corsHeadersOf, evil, from, varyOf } from "./contract.ts";

async function asked(listener: Listener, request: Ask): Promise<Answer> {
  const running = await serve("HTTP/1.1", listener);
  try {
    return await ask("HTTP/1.1", running.port, request);
  } finally {
    await running.close();
  }
}

/** Applications that answer `GET /` by "hello", and have a policy in them. */
const applications: Readonly<
  Record<string, (policy: PolicyOrCors, options?: AdapterOptions) => Listener | Promise<Listener>>
> = {
  Express: (...args) => {
    const app = express().set("env", "test");
    app.use(expressCors(...args));
    return app.get("/", (_request, response) => void response.send("hello"));
  },
  Koa: (...args) => {
    const app = new Koa();
    app.silent = true;
    app.use(koaCors(...args));
    app.use((context) => void (context.body = "hello"));
    return app.callback();
  },
  Fastify: async (...args) => {
    const app = Fastify();
    await app.register(fastifyCors(...args));
    app.get("/", (_request, reply) => reply.send("hello"));
    await app.ready();
    return (request, response) => app.routing(request, response);
  },
  Hono: (...args) => {
    const app = new Hono();
    app.use(honoCors(...args));
    app.onError((_error, context) => context.text("failed", 500));
    app.get("/", (context) => context.text("hello"));
    // The global objects are those of h3 as well.
    return getRequestListener(app.fetch, { overrideGlobalObjects: false });
  },
  h3: (...args) => {
    const app = new H3({ silent: true });
    app.use(h3Cors(...args));
    app.get("/", () => "hello");
    return toNodeHandler(app);
  },
};

const policy = { origins: [allowed] } as const;
const readable = [["access-control-allow-origin", allowed]];

describe.each(Object.entries(applications))("in front of %s with a policy in it", (_name, create) => {
  test("another policy is an error, which the page may read", async () => {
    const answer = await asked(withCors(policy, await create({ origins: "*" })), from(allowed, "/"));
    expect([answer.status, corsHeadersOf(answer)]).toEqual([500, readable]);
  });

  test("another policy decides, and the one in it is told", async () => {
    const names: string[] = [];
    const inside = await create({ origins: [evil] }, { onTwoPolicies: ({ name }) => names.push(name) });
    const answers = [await asked(withCors(policy, inside), from(allowed, "/"))];
    answers.push(await asked(withCors(policy, inside), from(evil, "/")));
    expect(answers.map(({ body }) => body)).toEqual(["hello", "hello"]);
    expect(answers.map(corsHeadersOf)).toEqual([readable, []]);
    expect(names).toEqual(["TwoPoliciesError", "TwoPoliciesError"]);
  });

  test("the same policy is one", async () => {
    const cors = createCors(policy);
    const answer = await asked(withCors(cors, await create(cors)), from(allowed, "/"));
    expect([answer.body, corsHeadersOf(answer)]).toEqual(["hello", readable]);
  });
});

test("two policies in front are an error that says so", async () => {
  const listener: Listener = (_request, response) => response.end("hello");
  const answer = await asked(withCors(policy, withCors({ origins: "*" }, listener)), from(allowed, "/"));
  expect([answer.status, corsHeadersOf(answer)]).toEqual([500, readable]);
  expect(answer.body).toContain("Two CORS policies");
});

test.each([
  ["by itself", {}],
  [
    "by frameworkErrors",
    { frameworkErrors: (_error: Error, _request: unknown, reply: FastifyReply) => reply.code(400).send() },
  ],
])("what Fastify answers before any plugin has the headers as well: %s", async (_, options) => {
  const app = Fastify({ ...options, serverFactory: (handler) => createServer(withCors(policy, handler)) });
  await app.listen({ port: 0, host: "127.0.0.1" });
  try {
    const { port } = app.server.address() as { port: number };
    const answer = await ask("HTTP/1.1", port, from(allowed, "/%zz"));
    expect([answer.status, corsHeadersOf(answer), varyOf(answer)]).toEqual([400, readable, ["origin"]]);
  } finally {
    await app.close();
  }
});

test("what a listener returns is returned", async () => {
  const promises: unknown[] = [];
  const withPolicy = withCors(policy, async () => Promise.resolve("done"));
  const listener: RequestListener = (request, response) => {
    promises.push(withPolicy(request, response));
    response.end();
  };
  await asked(listener, from(allowed, "/"));
  expect(await Promise.all(promises)).toEqual(["done"]);
});

describe("headers that a handler says all at once, in an object", () => {
  const said = { "Content-Type": "text/plain", Vary: "Accept" };
  const listener: Listener = (_request, response) => response.writeHead(200, said).end("hello");
  const readAll = (answer: Answer): unknown => [answer.status, answer.body, corsHeadersOf(answer), varyOf(answer)];
  const all = [200, "hello", readable, ["accept", "origin"]];

  test("get to middleware that reads them in an object, or in pairs", async () => {
    // As `on-headers` did up to 1.0, which sessions, compression and logs stand on.
    const reading: Listener = (request, response) => {
      const writeHead = response.writeHead.bind(response);
      response.writeHead = function (this: ServerResponse, status: number, headers: object = {}) {
        const pairs = (Array.isArray(headers) ? headers : Object.entries(headers)) as [string, string][];
        for (const [name, value] of pairs) this.setHeader(name, value);
        return writeHead(status);
      } as typeof response.writeHead;
      withCors(policy, listener)(request, response);
    };
    expect(readAll(await asked(reading, from(allowed, "/")))).toEqual(all);
  });

  test("get to a class of responses that reads them in an object", async () => {
    // As `serverless-http` has one.
    class Reading extends ServerResponse {
      override writeHead(status: number, headers?: unknown): this {
        for (const [name, value] of Object.entries(headers ?? {}) as [string, string][]) this.setHeader(name, value);
        return super.writeHead(status);
      }
    }
    const running = await listen(createServer({ ServerResponse: Reading }, withCors(policy, listener)));
    try {
      expect(readAll(await ask("HTTP/1.1", running.port, from(allowed, "/")))).toEqual(all);
    } finally {
      await running.close();
    }
  });
});

test("a listener is one of Node's own kind, of HTTP/1.1 and of HTTP/2", () => {
  const servers = [
    createServer(withCors(policy, express())),
    createServer(withCors(policy, (_request: IncomingMessage, response: ServerResponse) => response.end())),
    createServer(withCors(policy, (request, response) => response.end(request.httpVersion))),
    createHttp2Server(withCors(policy, new Koa().callback())),
    createHttp2Server(withCors(policy, getRequestListener(new Hono().fetch, { overrideGlobalObjects: false }))),
    createHttp2Server(
      withCors(policy, ({ stream }: Http2ServerRequest, response: Http2ServerResponse) => response.end(`${stream.id}`)),
    ),
  ];
  for (const server of servers) expect(server.listenerCount("request")).toBe(1);
});
