import type { IncomingMessage, ServerResponse } from "node:http";
import { Server as HttpServer } from "node:http";
import { Server as HttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { UsageError } from "./errors.ts";

/** What Node's server calls for each request; Express and Connect have it too. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** From the platform's Request to its Response. */
export type FetchHandler = (request: globalThis.Request) => globalThis.Response | Promise<globalThis.Response>;

/**
 * What a test is about: the URL of a server that runs somewhere, a server of Node's, listening or not, or an app, as
 * Express, Connect, Fastify, Koa, Hono, Elysia, h3, Nest and workers have them.
 */
export type ServerUnderTest =
  | string
  | URL
  | HttpServer
  | HttpsServer
  | NodeListener
  | FetchHandler
  | { fetch(request: globalThis.Request): globalThis.Response | Promise<globalThis.Response> }
  | { callback(): NodeListener }
  | { ready(): PromiseLike<unknown>; routing(request: IncomingMessage, response: ServerResponse): unknown }
  | { init(): PromiseLike<unknown>; getHttpAdapter(): HttpAdapter };

/** What Nest stands on: the app of another framework. */
interface HttpAdapter {
  getInstance(): unknown;
}

/** What is to be done to ask it. */
export type Access =
  | { readonly kind: "address"; readonly url: URL; readonly isInProcess: boolean }
  | { readonly kind: "listener"; readonly listener: NodeListener }
  | { readonly kind: "fetch"; readonly handler: FetchHandler };

/**
 * How a server can be asked. Nothing of the user's is started: what does not listen yet is served from a server of ours.
 *
 * @throws UsageError for what cannot be asked, in a sentence that says what can
 */
export async function accessTo(server: unknown): Promise<Access> {
  if (typeof server === "string" || isUrl(server)) return { kind: "address", url: urlOf(server), isInProcess: false };
  if (server instanceof HttpServer || server instanceof HttpsServer) return accessToServer(server);
  // Before functions: an app may be both.
  if (has(server, "fetch")) return { kind: "fetch", handler: (request) => server.fetch(request) as Promise<Response> };
  if (has(server, "getHttpAdapter") && has(server, "init")) {
    await server.init();
    return accessTo((server.getHttpAdapter() as HttpAdapter).getInstance());
  }
  if (has(server, "routing") && has(server, "ready")) {
    await server.ready();
    return { kind: "listener", listener: (request, response) => server.routing(request, response) };
  }
  if (has(server, "callback")) return { kind: "listener", listener: server.callback() as NodeListener };
  if (typeof server === "function") return accessToFunction(server as NodeListener & FetchHandler);
  throw new UsageError(`${nameOf(server)} cannot be asked: ${wanted}`);
}

const wanted =
  "give a URL, a server of node:http, or an app (Express, Fastify, Koa, Hono, a function from Request to Response …).";

type NodeServer = HttpServer | HttpsServer;

function accessToServer(server: NodeServer): Access {
  const isSecure = server instanceof HttpsServer;
  if (server.listening) return { kind: "address", url: listeningUrl(server, isSecure), isInProcess: true };
  if (isSecure) throw new UsageError("A server of node:https has to listen before it can be asked: server.listen(0).");
  return { kind: "listener", listener: (request, response) => server.emit("request", request, response) };
}

function listeningUrl(server: NodeServer, isSecure: boolean): URL {
  const address = server.address() as AddressInfo | string;
  if (typeof address === "string") throw new UsageError(`A server on the socket ${address} has no URL to be asked at.`);
  const host = { "::": "127.0.0.1", "0.0.0.0": "127.0.0.1" }[address.address] ?? address.address;
  return new URL(`${isSecure ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${address.port}/`);
}

/** NB: Nothing but their parameters tells a listener from a handler; an app that can listen is a listener. */
function accessToFunction(server: NodeListener & FetchHandler): Access {
  return server.length >= 2 || has(server, "listen")
    ? { kind: "listener", listener: server }
    : { kind: "fetch", handler: server };
}

/** NB: By what it has: a test's environment may have a URL of its own. */
function isUrl(value: unknown): value is URL {
  return typeof value === "object" && value !== null && "href" in value && "searchParams" in value;
}

function urlOf(input: string | URL): URL {
  const text = String(input);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new UsageError(`${JSON.stringify(text)} is not the URL of a server: it needs http:// or https://.`);
}

function has<Name extends string>(value: unknown, name: Name): value is Record<Name, (...args: unknown[]) => unknown> {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject && typeof (value as Record<string, unknown>)[name] === "function";
}

function nameOf(value: unknown): string {
  if (value instanceof Promise) return "A promise of a server, which has to be awaited first,";
  if (typeof value !== "object" || value === null) return String(value);
  const { constructor } = value;
  return `An object (${typeof constructor === "function" ? constructor.name : "without a prototype"})`;
}
