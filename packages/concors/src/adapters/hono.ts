import { ownerOf, preflightResponse, setOwner, withCorsHeaders } from "./fetch-response.ts";
import { corsOf, decide } from "./policy-or-cors.ts";
import type { PolicyOrCors } from "./policy-or-cors.ts";
import { reportTwoPolicies } from "./two-policies.ts";
import type { AdapterOptions } from "./two-policies.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, PolicyOrCors };

/** What of a Hono context is needed. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
  get res(): Response;
  set res(response: Response | undefined);
}

export type HonoMiddleware = (context: HonoContext, next: () => Promise<void>) => Promise<Response | void>;

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
  return async function corsMiddleware(context, next) {
    const request = context.req.raw;
    const first = ownerOf(request);
    if (first !== undefined) {
      const error = first === owner ? undefined : reportTwoPolicies(options);
      if (error !== undefined) throw error;
      return next();
    }
    setOwner(request, owner);
    const decision = await decide(owner, request);
    if (decision.kind === "preflight") return preflightResponse(decision);
    await next();
    const response = withCorsHeaders(context.res, decision);
    if (response === context.res) return;
    // Otherwise Hono would copy the headers of the old one over these.
    context.res = undefined;
    context.res = response;
  };
}
