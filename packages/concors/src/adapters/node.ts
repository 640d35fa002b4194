import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { Decision } from "../policy/decision.ts";
import { endWithStatus, ownCorsHeaders, ownerOf } from "./node-response.ts";
import type { NodeResponse } from "./node-response.ts";
import { RequestView, hasOwnShape } from "./own-shape.ts";
import { corsOf, decide } from "./policy-or-cors.ts";
import type { PolicyOrCors } from "./policy-or-cors.ts";
import { reportTwoPolicies } from "./two-policies.ts";
import type { AdapterOptions } from "./two-policies.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, NodeResponse, PolicyOrCors };

/** A request of `node:http`, or of the compatibility API of `node:http2`. */
export type NodeRequest = (IncomingMessage | Http2ServerRequest) & { readonly originalUrl?: string | undefined };

/** Middleware as Connect has it, and whatever grew out of it; a plain server calls it before its own code. */
export type NodeMiddleware = (request: NodeRequest, response: NodeResponse, next: (error?: Error) => void) => void;

/**
 * Enforces a policy in a server of `node:http` or `node:http2`, and in Connect.
 *
 * @example
 * const withCors = cors({ origins: ["https://app.example.com"] });
 * createServer((request, response) => withCors(request, response, () => response.end("Hello")));
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options: AdapterOptions = {}): NodeMiddleware {
  const enforce = enforcing(policy, options);
  return function corsMiddleware(request, response, next) {
    void enforce(request, response, next);
  };
}

/** What `createServer` takes, of `node:http`, `node:https` and `node:http2`. */
export type NodeListener = (request: NodeRequest, response: NodeResponse) => unknown;

/**
 * Enforces a policy in front of a whole application, which every framework for Node makes a listener of. So what the
 * framework answers by itself has the headers too, and the policy takes no time in its layers. If the application has
 * another policy in it, that is an error.
 *
 * @param listener a function, an Express application, what `callback` of Koa or `getRequestListener` of Hono returns
 * @example
 * createServer(withCors({ origins: ["https://app.example.com"], methods: ["PUT"] }, app)).listen(8080);
 * @throws PolicyError with everything that is wrong with the policy
 */
export function withCors(
  policy: PolicyOrCors,
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
  options?: AdapterOptions,
): NodeListener;
/** The same for a listener that is for HTTP/2 alone. */
export function withCors(
  policy: PolicyOrCors,
  listener: (request: Http2ServerRequest, response: Http2ServerResponse) => unknown,
  options?: AdapterOptions,
): NodeListener;
export function withCors(policy: PolicyOrCors, listener: unknown, options: AdapterOptions = {}): NodeListener {
  const enforce = enforcing(policy, options);
  const listen = listener as NodeListener;
  return function listenerWithCors(request, response) {
    // What a listener returns is for the server, if that looks for rejections.
    return enforce(request, response, (error) =>
      error === undefined ? listen(request, response) : endWithError(response, error),
    );
  };
}

type Next = (error?: Error) => unknown;

/** Decides about a request, and goes on with it, or answers it; returns what `next` does. */
type Enforce = (request: NodeRequest, response: NodeResponse, next: Next) => unknown;

function enforcing(policy: PolicyOrCors, options: AdapterOptions): Enforce {
  const owner = corsOf(policy);

  function follow(decision: Decision, response: NodeResponse, next: Next): unknown {
    ownCorsHeaders(response, owner, decision);
    return decision.kind === "preflight" ? endWithStatus(response, decision.status) : next();
  }

  function followLater(decision: Promise<Decision>, response: NodeResponse, next: Next): unknown {
    return decision.then((decided) => follow(decided, response, next), next);
  }

  return function enforce(request, response, next) {
    const first = ownerOf(response);
    if (first !== undefined) return next(first === owner ? undefined : reportTwoPolicies(options));
    const isViewed = owner !== policy && hasOwnShape(response);
    const decision = decide(owner, isViewed ? new RequestView(request) : request);
    return decision instanceof Promise ? followLater(decision, response, next) : follow(decision, response, next);
  };
}

/** What a framework would do, if there were one around it: nobody else can tell of a mistake in the server's code. */
function endWithError(response: NodeResponse, { message }: Error): void {
  response.statusCode = 500;
  response.setHeader("Content-Type", "text/plain");
  response.end(message);
}
