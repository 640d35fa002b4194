import { createServer } from "node:http";
import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import type { Http2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { withCors } from "concors/node";
import type { AdapterOptions, PolicyOrCors } from "concors/node";
import type { Protocol } from "./client.ts";

/** A policy that is mounted for all of an application, with the adapter's options. */
export type Mounted = readonly [policy: PolicyOrCors, options?: AdapterOptions];

/** The application of the contract, served by a framework. */
export interface Running {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * A framework, and how it serves this application behind policies, mounted in their order:
 *
 * - `GET /hello` answers "hello", `PUT /hello` "saved", and `OPTIONS /hello` "options".
 * - `GET /throws` throws an `Error`.
 * - `GET /stream` answers "one two" in two pieces, the second when the first is out.
 * - `GET /events` sends its headers, and no end.
 * - `GET /not-modified` answers 304.
 * - `GET /write/<n>` answers with `written`, in the n-th of the ways that the framework has to write a response.
 * - Everything else is not found.
 */
export interface Framework {
  readonly name: string;
  readonly protocol: Protocol;
  /** The ways to write a response, by name. */
  readonly writings: readonly string[];
  readonly start: (mounted: readonly Mounted[]) => Promise<Running>;
  /** Whether two policies are found when they are mounted, rather than by a request. */
  readonly findsTwoPolicies?: "at start";
}

/** What `GET /write/<n>` says in its headers, most of which is not for an application to say. */
export const written: Readonly<Record<string, string>> = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Credentials": "true",
  "Access-Control-Expose-Headers": "X-Secret",
  Vary: "Accept-Encoding",
  "X-Written": "yes",
};

/** The ways to write a response that Node has, over HTTP/1.1 and HTTP/2. */
export const nodeWritings: Readonly<Record<string, (response: ServerResponse) => void>> = {
  setHeader(response) {
    for (const [name, value] of Object.entries(written)) response.setHeader(name, value);
    response.end("written");
  },
  appendHeader(response) {
    for (const [name, value] of Object.entries(written)) response.appendHeader(name, value);
    response.end("written");
  },
  "setHeader with the policy's name among others"(response) {
    for (const [name, value] of Object.entries(written)) response.setHeader(name, value);
    response.setHeader("Vary", ["Accept-Encoding", "origin"]);
    response.end("written");
  },
  "writeHead with an object"(response) {
    response.writeHead(200, written);
    response.end("written");
  },
  "writeHead with an object, names in lower case"(response) {
    response.writeHead(
      200,
      Object.fromEntries(Object.entries(written).map(([name, value]) => [name.toLowerCase(), value])),
    );
    response.end("written");
  },
  "writeHead with names and values in turn"(response) {
    response.writeHead(200, Object.entries(written).flat());
    response.end("written");
  },
  "writeHead with an object after setHeader"(response) {
    response.setHeader("Access-Control-Allow-Origin", "https://other.example.com");
    response.setHeader("Vary", "Accept-Language");
    response.writeHead(200, written);
    response.end("written");
  },
  "writeHead with names and values after setHeader"(response) {
    response.setHeader("Access-Control-Allow-Origin", "https://other.example.com");
    response.setHeader("Vary", "Accept-Language");
    response.writeHead(200, Object.entries(written).flat());
    response.end("written");
  },
  "flushHeaders before the body"(response) {
    for (const [name, value] of Object.entries(written)) response.setHeader(name, value);
    response.flushHeaders();
    response.end("written");
  },
  "write without an end in sight"(response) {
    for (const [name, value] of Object.entries(written)) response.setHeader(name, value);
    response.write("wri");
    setImmediate(() => response.end("tten"));
  },
  "writeHead with pairs"(response) {
    // Node takes them; its types do not say so.
    const pairs: unknown = Object.entries(written);
    response.writeHead(200, pairs as string[]);
    response.end("written");
  },
};

/** Those that Node takes where a framework has set headers before: Express does, with its `X-Powered-By`. */
export const { "writeHead with pairs": writePairs, ...laterWritings } = nodeWritings;

/** The ways to write a response that a Fetch handler has; `upstream` is the URL of another server's. */
export const fetchWritings: Readonly<Record<string, (upstream: string) => Response | Promise<Response>>> = {
  "a Response": () => new Response("written", { headers: written }),
  "a Response of a stream": () => new Response(new Blob(["written"]).stream(), { headers: written }),
  "another server's Response, which cannot be changed": (upstream) => fetch(upstream),
};

/** Serves what `fetchWritings` gets from elsewhere. */
export async function startUpstream(): Promise<Running> {
  const server = createServer((_request, response) => {
    // It is about one connection only, and HTTP/2 does not know it.
    response.removeHeader("Connection");
    nodeWritings["setHeader"]!(response);
  });
  return listen(server);
}

/** A listener with policies in front of it, the first of them outermost. */
export function inFront(mounted: readonly Mounted[], listener: Listener): Listener {
  return mounted.toReversed().reduce((inner, [policy, options]) => withCors(policy, inner, options), listener);
}

/** A listener as Node, and whatever stands on it, has them. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Starts a server of this machine. */
export function serve(protocol: Protocol, listener: Listener): Promise<Running> {
  return listen(serverOf(protocol, listener));
}

/** A server that does not listen yet. */
export function serverOf(protocol: Protocol, listener: Listener): HttpServer {
  if (protocol === "HTTP/1.1") return createServer((request, response) => void listener(request, response));
  const server = createHttp2Server((request, response) => {
    // The compatibility API has what an application uses, and types of its own.
    void listener(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
  return server as unknown as HttpServer;
}

/** Starts a server on a free port of this machine. */
export async function listen(server: HttpServer | Http2Server): Promise<Running> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, close };
}

/** Puts a method of one's own in the place of the one that writes the text of a head. */
export function watchStoring(response: ServerResponse, watch: (line: string, headers: unknown) => void): void {
  const head = response as unknown as Record<"_storeHeader", (line: string, headers: unknown) => void>;
  const store = head["_storeHeader"].bind(response);
  head["_storeHeader"] = (line, headers) => {
    watch(line, headers);
    store(line, headers);
  };
}
