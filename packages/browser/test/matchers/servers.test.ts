import type { ServerUnderTest } from "@concors/browser/matchers";
import "@concors/browser/matchers/vitest";
import type { RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { Controller, Get, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { ExpressAdapter } from "@nestjs/platform-express";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import connect from "connect";
import { Elysia } from "elysia";
import express from "express";
import fastify from "fastify";
import { H3 } from "h3";
import { Hono } from "hono";
import Koa from "koa";
import { describe, expect, onTestFinished, test } from "vitest";
import { selfSignedCertificate } from "../support/servers.ts";

const page = "https://app.example.com";
const evil = "https://evil.example";
const name = "Access-Control-Allow-Origin";

const listener: RequestListener = (_request, response) => {
  response.setHeader(name, page);
  response.end("hello");
};
const handler = (): Response => new Response("hello", { headers: { [name]: page } });

async function listening(server: Server, host: string): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
  return server;
}

async function urlOf(server: Server): Promise<string> {
  const { port } = (await listening(server, "127.0.0.1")).address() as AddressInfo;
  return `http://127.0.0.1:${port}/`;
}

class Hello {
  hello(): string {
    return "hello";
  }
}
// As TypeScript's decorators do it, without their syntax: it is none that can be taken away.
Get("hello")(Hello.prototype, "hello", Object.getOwnPropertyDescriptor(Hello.prototype, "hello")!);
Controller()(Hello);
class HelloModule {
  readonly name = "hello";
}
Module({ controllers: [Hello] })(HelloModule);

/** What lets pages of one origin read `/hello`, made in each way that there is. */
const servers: Readonly<Record<string, () => ServerUnderTest | Promise<ServerUnderTest>>> = {
  "a URL": () => urlOf(createServer(listener)),
  "a URL object": async () => new URL(await urlOf(createServer(listener))),
  "a server that listens": () => listening(createServer(listener), "127.0.0.1"),
  "a server that listens on every address": () => listening(createServer(listener), "0.0.0.0"),
  "a server that listens on every address, also those of IPv6": () => listening(createServer(listener), "::"),
  "a server that listens on IPv6": () => listening(createServer(listener), "::1"),
  "a secure server that listens": () =>
    listening(createSecureServer(selfSignedCertificate("localhost"), listener), "127.0.0.1"),
  "a server that does not listen": () => createServer(listener),
  "a listener": () => listener,
  Express: () => express().use("/hello", (request, response) => listener(request, response)),
  Connect: () => connect().use("/hello", listener),
  Koa: () =>
    new Koa().use((context) => {
      context.set(name, page);
      context.body = "hello";
    }),
  Fastify: () =>
    fastify().get("/hello", async (_request, reply) => {
      await reply.header(name, page).send("hello");
    }),
  "Fastify that listens": async () => {
    const app = fastify().get("/hello", async (_request, reply) => {
      await reply.header(name, page).send("hello");
    });
    await app.listen({ port: 0, host: "127.0.0.1" });
    onTestFinished(() => app.close());
    return app;
  },
  "Nest on Express": async () => {
    const app = await NestFactory.create(HelloModule, new ExpressAdapter(), { logger: false });
    app.enableCors({ origin: page });
    onTestFinished(() => app.close());
    return app;
  },
  "Nest on Fastify": async () => {
    const app = await NestFactory.create(HelloModule, new FastifyAdapter(), { logger: false });
    app.use((_request: unknown, response: { setHeader: (name: string, value: string) => void }, next: () => void) => {
      response.setHeader(name, page);
      next();
    });
    onTestFinished(() => app.close());
    // NB: Nest begins anew if it is started again while it starts.
    return app.init();
  },
  "a function from Request to Response": () => handler,
  "a worker": () => ({ fetch: handler }),
  Hono: () =>
    new Hono().get("/hello", (context) => {
      context.header(name, page);
      return context.text("hello");
    }),
  Elysia: () => new Elysia().get("/hello", () => handler()),
  h3: () => new H3().get("/hello", () => handler()),
};

describe.each(Object.entries(servers))("%s", (_name, make) => {
  test("lets its page read, and no other; twice, since asking leaves it as it was", async () => {
    const server = await make();
    for (let time = 0; time < 2; time++) {
      await expect(server).toLetRead(page, "/hello");
      await expect(server).toRefuse(evil, "/hello");
    }
  });

  test("is asked several things at once", async () => {
    const server = await make();
    await Promise.all([
      expect(server).toLetRead(page, "/hello"),
      expect(server).toRefuse(evil, "/hello"),
      expect(server).toHaveSingleAllowOrigin({ path: "/hello", origin: page }),
    ]);
  });
});

describe("what cannot be asked is told what can", () => {
  const rows: readonly (readonly [string, unknown, string])[] = [
    ["nothing", undefined, "undefined cannot be asked: give a URL, a server of node:http, or an app"],
    ["a number", 3000, "3000 cannot be asked: give a URL"],
    ["an object of another kind", new Map(), "An object (Map) cannot be asked: give a URL"],
    ["a promise", Promise.resolve(handler), "A promise of a server, which has to be awaited first, cannot be asked"],
    ["a URL without its scheme", "localhost:3000", '"localhost:3000" is not the URL of a server: it needs http://'],
    ["a path", "/items", '"/items" is not the URL of a server: it needs http:// or https://.'],
    [
      "a secure server that does not listen",
      createSecureServer(listener),
      "A server of node:https has to listen before it can be asked: server.listen(0).",
    ],
  ];
  test.each(rows)("%s", async (_name, server, sentence) => {
    await expect(expect(server).toLetRead(page)).rejects.toThrow(sentence);
    // Not even the opposite passes.
    await expect(expect(server).not.toLetRead(page)).rejects.toThrow(sentence);
  });
});
