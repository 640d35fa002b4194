import { terseDecider } from "../policy/terse-decider.ts";
import { ownerOf, preflightResponse, setOwner, withCorsHeaders } from "./fetch-response.ts";
import type { PolicyOrCors } from "./policy-or-cors.ts";
import { reportTwoPolicies } from "./two-policies.ts";
import type { AdapterOptions } from "./two-policies.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, PolicyOrCors };

/**
 * A handler of requests, with what its platform gives it besides: an environment, parameters of a route. Where a handshake
 * is answered elsewhere, as by Bun's `server.upgrade`, it may return undefined.
 */
export type FetchHandler<
  R extends Request = Request,
  Rest extends unknown[] = unknown[],
  Answer extends Response | undefined = Response,
> = (request: R, ...rest: Rest) => Answer | Promise<Answer>;

/** Gives a handler a policy. */
export type WithCors = <R extends Request, Rest extends unknown[], Answer extends Response | undefined>(
  handler: FetchHandler<R, Rest, Answer>,
) => (request: R, ...rest: Rest) => Promise<Answer | Response>;

/**
 * Enforces a policy around handlers that take a `Request` and return a `Response`: those of Workers, Deno, Bun, Next.js
 * and many others. Where each method is exported by itself, `OPTIONS` has to be exported too: preflights arrive there.
 *
 * A response that a handler throws has the headers as well. What else it throws is the platform's to answer.
 *
 * @example
 * const withCors = cors({ origins: ["https://app.example.com"] });
 * export default { fetch: withCors((request) => new Response("Hello")) };
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options: AdapterOptions = {}): WithCors {
  const owner = "decide" in policy ? policy : terseDecider(policy);
  return (handler) =>
    async function handleWithCors(request, ...rest) {
      const first = ownerOf(request);
      if (first !== undefined) {
        const error = first === owner ? undefined : reportTwoPolicies(options);
        if (error !== undefined) throw error;
        return handler(request, ...rest);
      }
      setOwner(request, owner);
      const decision = await owner.decideAsync(request);
      if (decision.kind === "preflight") return preflightResponse(decision);
      try {
        return withCorsHeaders(await handler(request, ...rest), decision);
      } catch (thrown) {
        throw thrown instanceof Response ? withCorsHeaders(thrown, decision) : thrown;
      }
    };
}
