import type { Server, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { Controller, Get, HttpCode, Options, Param, Put, Res, StreamableFile } from "@nestjs/common";
import type { INestApplication, MiddlewareConsumer, NestModule, Type } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter } from "@nestjs/platform-express";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import { cors } from "concors/nest";
import { describe, expect, test } from "vitest";
import { inFront, laterWritings, nodeWritings, serve } from "./application.ts";
import type { Framework, Listener, Running } from "./application.ts";
import { ask } from "./client.ts";
import { app as allowed, corsHeadersOf, describeContract, evil, from, preflight } from "./contract.ts";

/** What Nest hands over: the response of Node in Express, and a reply around it in Fastify. */
type PlatformResponse = ServerResponse | { readonly raw: ServerResponse; hijack(): void };

class Application {
  hello(): string {
    return "hello";
  }
  save(): string {
    return "saved";
  }
  options(): string {
    return "options";
  }
  throws(): never {
    throw new Error("thrown");
  }
  stream(): StreamableFile {
    return new StreamableFile(Readable.from([Buffer.from("one "), Buffer.from("two")]));
  }
  events(response: PlatformResponse): void {
    serverResponseOf(response).flushHeaders();
  }
  notModified(): void {}
  write(response: PlatformResponse, writing: string): void {
    Object.values(nodeWritings)[Number(writing)]!(serverResponseOf(response));
  }
}

function serverResponseOf(response: PlatformResponse): ServerResponse {
  if (!("raw" in response)) return response;
  response.hijack();
  return response.raw;
}

// As TypeScript's decorators do it, without their syntax: it is none that can be taken away.
function route(method: keyof Application, ...decorators: MethodDecorator[]): void {
  const descriptor = Object.getOwnPropertyDescriptor(Application.prototype, method)!;
  for (const decorate of decorators) decorate(Application.prototype, method, descriptor);
}
route("hello", Get("hello"));
route("save", Put("hello"));
route("options", Options("hello"));
route("throws", Get("throws"));
route("stream", Get("stream"));
route("events", Get("events"));
route("notModified", Get("not-modified"), HttpCode(304));
route("write", Get("write/:n"));
Res()(Application.prototype, "events", 0);
Res()(Application.prototype, "write", 0);
Param("n")(Application.prototype, "write", 1);
Controller()(Application);

type CreateAdapter = () => ExpressAdapter | FastifyAdapter;

const onExpress = "Nest on Express";

const platforms: readonly (readonly [name: string, protocol: Framework["protocol"], create: CreateAdapter])[] = [
  [onExpress, "HTTP/1.1", () => new ExpressAdapter()],
  ["Nest on Fastify", "HTTP/1.1", () => new FastifyAdapter()],
  ["Nest on Fastify", "HTTP/2", () => new FastifyAdapter({ http2: true } as object)],
];

function createApplication(
  adapter: ReturnType<CreateAdapter>,
  module: Type<object> = Application,
): Promise<INestApplication> {
  return NestFactory.create({ module, controllers: [Application] }, adapter, {
    logger: false,
    forceCloseConnections: true,
  });
}

async function start(
  createAdapter: CreateAdapter,
  mount: (app: INestApplication) => void,
  module?: Type<object>,
): Promise<Running> {
  const app = await createApplication(createAdapter(), module);
  mount(app);
  await app.listen(0, "127.0.0.1");
  const { port } = (app.getHttpServer() as Server).address() as { port: number };
  return { port, close: () => app.close() };
}

for (const [name, protocol, createAdapter] of platforms) {
  describeContract({
    name,
    protocol,
    writings: Object.keys(name === onExpress ? laterWritings : nodeWritings),
    start: (mounted) =>
      start(createAdapter, (app) => {
        for (const args of mounted) app.use(cors(...args));
      }),
  });
}

describeContract({
  name: `in front of ${onExpress}`,
  protocol: "HTTP/1.1",
  writings: Object.keys(laterWritings),
  start: async (mounted) => {
    const app = await createApplication(new ExpressAdapter());
    await app.init();
    const running = await serve("HTTP/1.1", inFront(mounted, app.getHttpAdapter().getInstance() as Listener));
    return { port: running.port, close: async () => void (await Promise.all([running.close(), app.close()])) };
  },
});

describe.each(platforms.filter(([, protocol]) => protocol === "HTTP/1.1"))("%s", (_name, protocol, createAdapter) => {
  test("replaces what enableCors says, if that is left there", async () => {
    const running = await start(createAdapter, (app) => {
      app.use(cors({ origins: [allowed] }));
      app.enableCors();
    });
    try {
      const answers = await Promise.all(
        [from(allowed, "/hello"), from(evil, "/hello")].map((request) => ask(protocol, running.port, request)),
      );
      expect(answers.map(corsHeadersOf)).toEqual([[["access-control-allow-origin", allowed]], []]);
    } finally {
      await running.close();
    }
  });

  test("mounted for one path, a policy answers the preflights for it, and for nothing else", async () => {
    const running = await start(createAdapter, (app) => {
      app.use("/hello", cors({ origins: [allowed], methods: ["PUT"] }));
    });
    try {
      const answers = await Promise.all(
        ["/hello", "/stream"].map((path) => ask(protocol, running.port, preflight(allowed, path, "PUT"))),
      );
      expect(answers.map(({ status }) => status)).toEqual([204, 404]);
    } finally {
      await running.close();
    }
  });

  test("middleware of a module, a policy answers the preflights for a path and what is below it, and for nothing else", async () => {
    class WithPolicy implements NestModule {
      configure(consumer: MiddlewareConsumer): void {
        consumer.apply(cors({ origins: [allowed], methods: ["PUT"] })).forRoutes("write{/*path}");
      }
    }
    const prefix = (app: INestApplication): void => void app.setGlobalPrefix("api");
    const running = await start(createAdapter, prefix, WithPolicy);
    try {
      const answers = await Promise.all(
        ["/api/write", "/api/write/0", "/api/hello"].map((path) =>
          ask(protocol, running.port, preflight(allowed, path, "PUT")),
        ),
      );
      expect(answers.map((answer) => corsHeadersOf(answer).length > 0)).toEqual([true, true, false]);
    } finally {
      await running.close();
    }
  });
});
