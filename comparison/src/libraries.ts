import { readFileSync } from "node:fs";
import { cors as elysiaCors } from "@elysiajs/cors";
import fastifyCors from "@fastify/cors";
import Hapi from "@hapi/hapi";
import koaCors from "@koa/cors";
import makeHandler from "@middy/core";
import httpCors from "@middy/http-cors";
import { App } from "@tinyhttp/app";
import { cors as tinyCors } from "@tinyhttp/cors";
import cors from "cors";
import corser from "corser";
import { Elysia } from "elysia";
import express from "express";
import fastify from "fastify";
import { H3, handleCors } from "h3";
import { Hono } from "hono";
import { cors as honoCors } from "hono/cors";
import { Hono as Hono410 } from "hono-4.10.2";
import { cors as honoCors410 } from "hono-4.10.2/cors";
import { Hono as Hono412 } from "hono-4.12.18";
import { cors as honoCors412 } from "hono-4.12.18/cors";
import { Router, cors as ittyCors } from "itty-router";
import Koa from "koa";
import koaCors4 from "koa-cors-4";
import type { Answer, Library, Start } from "./row.ts";
import { askFetchHandler, headersOf, serve } from "./serve.ts";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** How each library is mounted, as its documentation has it. */
export const libraries: Readonly<Record<Library, Start>> = {
  cors(options, application) {
    const app = express();
    // Otherwise each error is printed.
    app.set("env", "test");
    app.use(cors(options as cors.CorsOptions));
    app.use((_request, response) => void response.set(headersOf(application)).send("application"));
    return serve(app);
  },

  async "@fastify/cors"(options, application) {
    // What is for the route alone is beside the plugin's own.
    const { route, ...plugin } = options as { readonly route?: object };
    const app = fastify();
    await app.register(fastifyCors, plugin);
    app.route({
      // Fastify has HEAD for each GET, and preflights should not need a route of their own.
      method: methods.filter((method) => method !== "HEAD" && !(method === "OPTIONS" && route !== undefined)),
      url: "/",
      config: route === undefined ? {} : { cors: route },
      handler: (_request, reply) => reply.headers(headersOf(application)).send("application"),
    });
    return {
      ask: async ({ method = "GET", headers = {} }) => {
        const answer = await app.inject({ method: method as "GET", url: "/", headers });
        return { status: answer.statusCode, headerList: linesOf(answer.headers), body: answer.body };
      },
      close: () => app.close(),
    };
  },

  "hono/cors": startHono(Hono, honoCors as never),
  "hono/cors 4.12.18": startHono(Hono412 as never, honoCors412 as never),
  "hono/cors 4.10.2": startHono(Hono410 as never, honoCors410 as never),
  "@koa/cors": startKoa(koaCors),
  "@koa/cors 4.0.0": startKoa(koaCors4),

  "@elysiajs/cors"(options, application) {
    const app = new Elysia().use(elysiaCors(options as object));
    const respond = ({ set }: { set: { headers: object } }): string => {
      Object.assign(set.headers, headersOf(application));
      return "application";
    };
    app.get("/", respond).post("/", respond).put("/", respond).options("/", respond);
    return { ask: askFetchHandler((request) => app.handle(request)) };
  },

  h3(options, application) {
    const app = new H3();
    app.use((event) => {
      const answered = handleCors(event, options as object);
      return answered === false ? undefined : answered;
    });
    app.all("/", () => new Response("application", { headers: headersOf(application) }));
    return { ask: askFetchHandler(async (request) => app.fetch(request)) };
  },

  corser(options, application) {
    const withCors = corser.create(options as object);
    return serve((request, response) => {
      withCors(request, response, () => {
        // As its documentation has it: such requests end here.
        if (request.method === "OPTIONS") {
          response.writeHead(204).end();
          return;
        }
        for (const [name, value] of Object.entries(headersOf(application))) response.setHeader(name, value);
        response.end("application");
      });
    });
  },

  "@middy/http-cors"(options, application) {
    const handler = makeHandler(async () => ({
      statusCode: 200,
      headers: headersOf(application),
      body: "application",
    }));
    handler.use(httpCors(options as object) as never);
    return {
      ask: async ({ method = "GET", headers = {} }) => {
        const event = { httpMethod: method, headers, path: "/" };
        const answer = (await handler(event, {} as never)) as {
          statusCode: number;
          headers: Record<string, string>;
          body?: string;
        };
        return { status: answer.statusCode, headerList: linesOf(answer.headers), body: answer.body ?? "" };
      },
    };
  },

  "@tinyhttp/cors"(options, application) {
    const app = new App();
    app.use(tinyCors(options as object) as never);
    app.all("/", (_request, response) => void response.set(headersOf(application)).send("application"));
    return serve(app.handler.bind(app) as never);
  },

  async "@hapi/hapi"(options, application) {
    const server = Hapi.server({ routes: { cors: options as object } });
    server.route({
      method: "*",
      path: "/",
      handler: (_request, toolkit) => {
        const response = toolkit.response("application");
        for (const [name, value] of Object.entries(headersOf(application))) response.header(name, value);
        return response;
      },
    });
    await server.initialize();
    return {
      ask: async ({ method = "GET", headers = {} }) => {
        const answer = await server.inject({ method, url: "/", headers });
        return { status: answer.statusCode, headerList: linesOf(answer.headers), body: answer.payload };
      },
    };
  },

  "itty-router"(options, application) {
    const { preflight, corsify } = ittyCors(options as object);
    const router = Router({ before: [preflight], finally: [corsify] });
    router.all("*", () => new Response("application", { headers: headersOf(application) }));
    return { ask: askFetchHandler((request) => router.fetch(request) as Promise<Response>) };
  },
};

function startHono(Framework: typeof Hono, middleware: typeof honoCors): Start {
  return (options, application) => {
    const app = new Framework();
    app.use(middleware(options as never));
    // Otherwise each error is printed.
    app.onError((_error, context) => context.text("", 500));
    app.all("/", (context) => context.text("application", 200, headersOf(application)));
    return { ask: askFetchHandler((request) => app.fetch(request)) };
  };
}

function startKoa(middleware: typeof koaCors): Start {
  return (options, application) => {
    const app = new Koa();
    app.use(middleware(options as object));
    app.use((context) => {
      context.set(headersOf(application));
      context.body = "application";
    });
    const handle = app.callback();
    return serve((request, response) => void handle(request, response));
  };
}

function linesOf(headers: Readonly<Record<string, unknown>>): Answer["headerList"] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((line) => [name.toLowerCase(), String(line)] as const),
  );
}

const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/** The version of a library that is played: exactly that is installed. */
export function versionOf(library: Library): string {
  const [name = "", old] = library.split(" ");
  return old ?? dependencies[name.replace("hono/cors", "hono")] ?? "";
}
