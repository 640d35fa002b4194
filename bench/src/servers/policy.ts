import type { Policy } from "concors";

/** Who asks in each request, and may read. */
export const origin = "https://app.example.com";

const origins = [origin, "https://admin.example.com"] as const;
const methods = ["PUT", "PATCH", "DELETE"];
const requestHeaders = ["Authorization", "Content-Type"];
const exposedHeaders = ["X-Request-Id"];
const maxAge = 7200;

/** One policy for all servers; what the other libraries are given says the same in their words. */
export const policy: Policy = { origins, credentials: true, methods, requestHeaders, exposedHeaders, maxAge };

/** The policy in the words of `cors` and `@fastify/cors`. */
export const corsOptions = (): CorsOptions => ({
  origin: [...origins],
  credentials: true,
  methods,
  allowedHeaders: requestHeaders,
  exposedHeaders,
  maxAge,
});

interface CorsOptions {
  readonly origin: string[];
  readonly credentials: boolean;
  readonly methods: string[];
  readonly allowedHeaders: string[];
  readonly exposedHeaders: string[];
  readonly maxAge: number;
}

/** The policy in the words of `hono/cors`. */
export const honoOptions = (): HonoOptions => ({
  origin: [...origins],
  credentials: true,
  allowMethods: methods,
  allowHeaders: requestHeaders,
  exposeHeaders: exposedHeaders,
  maxAge,
});

interface HonoOptions {
  readonly origin: string[];
  readonly credentials: boolean;
  readonly allowMethods: string[];
  readonly allowHeaders: string[];
  readonly exposeHeaders: string[];
  readonly maxAge: number;
}

/**
 * What a server has before its one handler. Two of them do not decide anything, and show what there is to save: middleware
 * that does nothing, and middleware that sets what the policy says to everybody. In `front`, the policy is not in the
 * application, but in front of all of it. `twin` is the bare server once more, in a process of its own like the others: how
 * far it is from the first is how far chance alone takes a server.
 */
export type Variant = "bare" | "twin" | "empty" | "headers" | "concors" | "front" | "peer";

/** What a page is told that may read. */
export const headers: readonly (readonly [name: string, value: string])[] = [
  ["Access-Control-Allow-Origin", origin],
  ["Access-Control-Allow-Credentials", "true"],
  ["Access-Control-Expose-Headers", exposedHeaders.join(", ")],
  ["Vary", "Origin"],
];

/** Starts a server on a port of its own choice, and says which. */
export type StartServer = (variant: Variant) => Promise<number>;

/** What every handler answers. */
export const answer: Readonly<Record<string, string>> = { hello: "world" };
