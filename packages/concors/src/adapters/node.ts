import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import type { Decision } from "../policy/decision.ts";
import { endWithStatus, ownCorsHeaders, ownerOf } from "./node-response.ts";
import type { NodeResponse } from "./node-response.ts";
import { corsOf, decide, wholeRequest } from "./policy-or-cors.ts";
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
  return corsMiddlewareWith(ownCorsHeaders, policy, options);
}

/**
 * The middleware for a framework that stands on `node:http`.
 *
 * @param own makes a decision the last word on the CORS headers of a response
 */
export function corsMiddlewareWith(
  own: typeof ownCorsHeaders,
  policy: PolicyOrCors,
  options: AdapterOptions,
): NodeMiddleware {
  const owner = corsOf(policy);

  function follow(decision: Decision, response: NodeResponse, next: (error?: Error) => void): void {
    own(response, owner, decision);
    if (decision.kind === "preflight") endWithStatus(response, decision.status);
    else next();
  }

  return function corsMiddleware(request, response, next) {
    const first = ownerOf(response);
    if (first !== undefined) {
      next(first === owner ? undefined : reportTwoPolicies(options));
      return;
    }
    const decision = decide(owner, wholeRequest(request, request.originalUrl));
    if (decision instanceof Promise) decision.then((decided) => follow(decided, response, next), next);
    else follow(decision, response, next);
  };
}
