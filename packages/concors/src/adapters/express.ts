import type { Decision } from "../policy/decision.ts";
import { ownCorsHeaders, ownInheritedCorsHeaders } from "./node-response.ts";
import { corsMiddlewareWith } from "./node.ts";
import type { AdapterOptions, NodeMiddleware, NodeResponse, PolicyOrCors } from "./node.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, NodeMiddleware, PolicyOrCors };

/**
 * Enforces a policy in Express 4 and 5. Mount it before whatever may answer: body parsers, authentication.
 *
 * A policy for one path is mounted with `app.use(path, …)`, not as a handler of `app.put(path, …)`: preflights are OPTIONS
 * requests, which never get there.
 *
 * @example
 * app.use(cors({ origins: ["https://app.example.com"], methods: ["PUT"] }));
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options: AdapterOptions = {}): NodeMiddleware {
  return corsMiddlewareWith(ownExpressHeaders, policy, options);
}

function ownExpressHeaders(response: NodeResponse, owner: object, decision: Decision): void {
  const prototype = expressPrototypeOf(response);
  if (prototype === undefined) ownCorsHeaders(response, owner, decision);
  else ownInheritedCorsHeaders(response, prototype, owner, decision);
}

/**
 * `express.response`, which the responses of all applications inherit from, those that are mounted in another included;
 * undefined for a response that is none of Express's.
 */
function expressPrototypeOf(response: NodeResponse): object | undefined {
  let prototype = Object.getPrototypeOf(response) as object | null;
  while (prototype !== null && !Object.hasOwn(prototype, "sendStatus")) {
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return prototype ?? undefined;
}
