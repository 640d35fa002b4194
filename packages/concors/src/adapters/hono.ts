import type { Decision } from "../policy/decision.ts";
import { ownerOf, preflightResponse, setOwner, withCorsHeaders } from "./fetch-response.ts";
import { ownCorsHeaders, ownerOf as ownerOfResponse } from "./node-response.ts";
import type { NodeRequest, NodeResponse } from "./node.ts";
import { corsOf, decide } from "./policy-or-cors.ts";
import type { PolicyOrCors } from "./policy-or-cors.ts";
import { reportTwoPolicies } from "./two-policies.ts";
import type { AdapterOptions } from "./two-policies.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, PolicyOrCors };

/** What of a Hono context is needed. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
  readonly env: unknown;
  get res(): Response;
  set res(response: Response | undefined);
}

type HonoNext = () => Promise<void>;

export type HonoMiddleware = (context: HonoContext, next: HonoNext) => Promise<Response | void>;

/**
 * Enforces a policy in Hono.
 *
 * A policy for one path is mounted with `app.use(path, …)`, not as a handler of `app.put(path, …)`: preflights are OPTIONS
 * requests, which never get there.
 *
 * @example
 * app.use(cors({ origins: ["https://app.example.com"], methods: ["PUT"] }));
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options: AdapterOptions = {}): HonoMiddleware {
  const owner = corsOf(policy);

  // Not async, which would be one more promise to wait for.
  return function corsMiddleware(context, next) {
    const exchange = nodeExchangeOf(context);
    const first = exchange === null ? ownerOf(context.req.raw) : ownerOfResponse(exchange.outgoing);
    if (first !== undefined) {
      const error = first === owner ? undefined : reportTwoPolicies(options);
      return error === undefined ? next() : Promise.reject(error);
    }
    const follow = (decision: Decision): Promise<Response | void> => {
      if (exchange !== null) ownCorsHeaders(exchange.outgoing, owner, decision);
      if (decision.kind === "preflight") return Promise.resolve(preflightResponse(decision));
      return exchange === null ? respond(decision, context, next) : next();
    };
    if (exchange === null) setOwner(context.req.raw, owner);
    const decision = decide(owner, exchange?.incoming ?? context.req.raw);
    return decision instanceof Promise ? decision.then(follow) : follow(decision);
  };
}

async function respond(decision: Decision, context: HonoContext, next: HonoNext): Promise<void> {
  await next();
  const response = withCorsHeaders(context.res, decision);
  if (response === context.res) return;
  // Otherwise Hono would copy the headers of the old one over these.
  context.res = undefined;
  context.res = response;
}

interface NodeExchange {
  readonly incoming: NodeRequest;
  readonly outgoing: NodeResponse;
}

/**
 * What a context is about as Node has it, if `@hono/node-server` says so; null elsewhere. It writes a response whose
 * headers nobody looked at without making `Headers` of them, nor of the request's, which takes a third of its time.
 */
function nodeExchangeOf({ env, req }: HonoContext): NodeExchange | null {
  const { incoming, outgoing } = (env ?? {}) as Partial<NodeExchange>;
  if (incoming?.url === undefined || outgoing === undefined) return null;
  // A request that a handler made may have been given the environment of the one that it handles.
  const { method, url } = req.raw;
  const isOfThisRequest = incoming.method === method && incoming.url === url.slice(url.indexOf("/", "https://".length));
  return isOfThisRequest ? { incoming, outgoing } : null;
}
