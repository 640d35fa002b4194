import { ownCorsHeaders, ownerOf } from "./node-response.ts";
import type { NodeRequest } from "./node.ts";
import type { NodeResponse } from "./node-response.ts";
import { corsOf, decide } from "./policy-or-cors.ts";
import type { PolicyOrCors } from "./policy-or-cors.ts";
import { reportTwoPolicies } from "./two-policies.ts";
import type { AdapterOptions } from "./two-policies.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, NodeRequest, NodeResponse, PolicyOrCors };

/** What of a Koa context is needed. */
export interface KoaContext {
  readonly req: NodeRequest;
  readonly res: NodeResponse;
  readonly originalUrl: string;
  body: unknown;
  status: number;
}

export type KoaMiddleware = (context: KoaContext, next: () => Promise<unknown>) => Promise<unknown>;

/**
 * Enforces a policy in Koa. What an error handler sends has the headers as well.
 *
 * @example
 * app.use(cors({ origins: ["https://app.example.com"], methods: ["PUT"] }));
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options: AdapterOptions = {}): KoaMiddleware {
  const owner = corsOf(policy);
  return async function corsMiddleware(context, next) {
    const first = ownerOf(context.res);
    if (first !== undefined) {
      const error = first === owner ? undefined : reportTwoPolicies(options);
      if (error !== undefined) throw error;
      return next();
    }
    const { req, originalUrl } = context;
    // A router that is mounted under a path leaves that path out of the request's own.
    const isWhole = req.url === originalUrl;
    const decision = await decide(owner, isWhole ? req : { method: req.method, headers: req.headers, originalUrl });
    ownCorsHeaders(context.res, owner, decision);
    if (decision.kind !== "preflight") return next();
    // In this order: a body of null makes the status 204.
    context.body = null;
    context.status = decision.status;
    return undefined;
  };
}
