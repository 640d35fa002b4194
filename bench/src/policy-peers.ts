import fastifyCors from "@fastify/cors";
import koaCors from "@koa/cors";
import corser from "corser";
import npmCors from "cors";
import { cors as honoCors } from "hono/cors";
import type { BenchRequest } from "./policy-traffic.ts";

/** What a policy says beside its origins. */
export const credentials = true;
export const methods: readonly string[] = ["PUT", "PATCH", "DELETE"];
export const requestHeaders: readonly string[] = ["Authorization", "Content-Type"];
export const maxAge = 600;

/** Decides about a request, and answers it into nowhere; later, if what it returns is a promise. */
export type Answer = (request: BenchRequest) => unknown;

/** Takes headers as frameworks do, and forgets them: what a response does with them is not what is timed. */
export class ResponseStub {
  statusCode = 200;
  status = 200;
  written = 0;
  setHeader(): void {
    this.written++;
  }
  getHeader(): undefined {
    return undefined;
  }
  writeHead(): void {}
  end(): void {}
}

/**
 * The origins that are allowed: what a library compares one by one, and, if some of them are patterns, what it asks in
 * their place.
 */
export interface Allowed {
  readonly list: readonly (string | RegExp)[];
  readonly includes: (origin: string) => boolean;
}

/** Patterns are regular expressions, as each library's documentation has it, or somebody's code around them. */
export function allowedBy(origins: readonly string[]): Allowed {
  if (!origins.some((origin) => origin.includes("*"))) return { list: origins, includes: (o) => origins.includes(o) };
  const list = origins.map(
    (pattern) => new RegExp(`^${pattern.replaceAll(".", String.raw`\.`).replace("*", "[a-z0-9.-]+")}$`),
  );
  return { list, includes: (origin) => list.some((pattern) => pattern.test(origin)) };
}

type Peer = (allowed: Allowed, response: ResponseStub) => Answer;

const next = (): void => {};
const later = async (): Promise<void> => {};

/** The policy in the words of `cors` and `@fastify/cors`. */
const optionsOf = (list: Allowed["list"]): CorsOptions => ({
  origin: [...list],
  credentials,
  methods: [...methods],
  allowedHeaders: [...requestHeaders],
  maxAge,
});

interface CorsOptions {
  readonly origin: (string | RegExp)[];
  readonly credentials: boolean;
  readonly methods: string[];
  readonly allowedHeaders: string[];
  readonly maxAge: number;
}

/** The other libraries, each given the same policy in its own words, and as much of its framework as it asks for. */
export const peers: Readonly<Record<string, Peer>> = {
  cors({ list }, response) {
    const middleware = npmCors(optionsOf(list));
    return (request) => middleware(request, response, next);
  },

  "@fastify/cors"({ list }, response) {
    let hook: ((request: object, reply: object, done: () => void) => void) | undefined;
    const instance = {
      decorateRequest: next,
      options: next,
      addHook: (_name: string, handler: typeof hook) => {
        hook = handler;
      },
    };
    fastifyCors(instance as never, optionsOf(list), next);
    const received = { raw: {}, headers: {}, routeOptions: { config: {} }, corsPreflightEnabled: false };
    const reply = {
      header: () => {
        response.written++;
        return reply;
      },
      getHeader: next,
      code: () => reply,
      send: next,
    };
    return (request) => {
      received.raw = request;
      received.headers = request.headers;
      hook!(received, reply, next);
    };
  },

  "hono/cors"({ includes }, response) {
    const middleware = honoCors({
      origin: (origin) => (includes(origin) ? origin : null),
      credentials,
      allowMethods: [...methods],
      allowHeaders: [...requestHeaders],
      maxAge,
    });
    const write = (): void => {
      response.written++;
    };
    const headers = { set: write, append: write, delete: next, [Symbol.iterator]: () => [].values() };
    let current: BenchRequest["headers"] = {};
    const context = {
      req: { method: "", header: (name: string) => current[name.toLowerCase()] },
      res: { headers },
      header: write,
    };
    return (request) => {
      context.req.method = request.method;
      current = request.headers;
      return middleware(context as never, later);
    };
  },

  "@koa/cors"({ includes }, response) {
    const middleware = koaCors({
      origin: ({ get }: typeof context) => (includes(get("Origin")) ? get("Origin") : ""),
      credentials,
      allowMethods: [...methods],
      allowHeaders: [...requestHeaders],
      maxAge,
    });
    let current: BenchRequest["headers"] = {};
    const context = {
      method: "",
      status: 200,
      get: (name: string): string => current[name.toLowerCase()] ?? "",
      set: () => {
        response.written++;
      },
      vary: next,
    };
    return (request) => {
      context.method = request.method;
      current = request.headers;
      return middleware(context as never, later);
    };
  },

  corser({ list, includes }, response) {
    const middleware = corser.create({
      origins: list.every((origin) => typeof origin === "string")
        ? [...list]
        : (origin: string, answer: (error: null, isAllowed: boolean) => void) => answer(null, includes(origin)),
      supportsCredentials: credentials,
      methods: [...methods],
      requestHeaders: [...requestHeaders],
      maxAge,
    });
    return (request) => middleware(request as never, response as never, next);
  },
};
