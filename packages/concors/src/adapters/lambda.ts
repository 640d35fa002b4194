import type { RoutedRequest } from "../policy/cors-routes.ts";
import { ownerOf, setOwner } from "./fetch-response.ts";
import { withLambdaHeaders } from "./lambda-result.ts";
import type { LambdaResult } from "./lambda-result.ts";
import { corsOf, decide } from "./policy-or-cors.ts";
import type { PolicyOrCors } from "./policy-or-cors.ts";
import { reportTwoPolicies } from "./two-policies.ts";
import type { AdapterOptions } from "./two-policies.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, LambdaResult, PolicyOrCors };

/**
 * What of an event is needed: of API Gateway (a REST API, or an HTTP API with either version of the payload), of a
 * function URL, or of an Application Load Balancer, with multi-value headers or without.
 */
export interface LambdaEvent {
  readonly version?: string | undefined;
  readonly httpMethod?: string | undefined;
  readonly path?: string | undefined;
  readonly rawPath?: string | undefined;
  readonly headers?: { readonly [name: string]: string | undefined } | null | undefined;
  readonly multiValueHeaders?: { readonly [name: string]: readonly string[] | undefined } | null | undefined;
  readonly requestContext?: {
    readonly http?: { readonly method: string } | undefined;
    readonly httpMethod?: string | undefined;
    readonly elb?: unknown;
  };
}

export interface LambdaOptions extends AdapterOptions {
  /**
   * What to answer to an error that the handler throws. If this is left out the invocation fails, and AWS answers 502 in a
   * way that no page can read.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/** Gives a handler a policy. */
export type WithCors = <Event extends LambdaEvent, Rest extends unknown[]>(
  handler: (event: Event, ...rest: Rest) => unknown,
) => (event: Event, ...rest: Rest) => Promise<LambdaResult>;

/**
 * Enforces a policy around an asynchronous handler of AWS Lambda. Preflights have to arrive there: route `OPTIONS` to it,
 * and leave the gateway's own CORS settings off.
 *
 * @example
 * const withCors = cors({ origins: ["https://app.example.com"] });
 * export const handler = withCors(async (event) => ({ statusCode: 200, body: "Hello" }));
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options: LambdaOptions = {}): WithCors {
  const owner = corsOf(policy);
  return (handler) => {
    const answer: typeof handler = async (event, ...rest) => {
      try {
        return await handler(event, ...rest);
      } catch (error) {
        if (options.onError === undefined) throw error;
        return options.onError(error);
      }
    };
    return async function handleWithCors(event, ...rest) {
      const first = ownerOf(event);
      if (first !== undefined) {
        const error = first === owner ? undefined : reportTwoPolicies(options);
        if (error !== undefined) throw error;
        return inFull(await answer(event, ...rest), event);
      }
      const decision = await decide(owner, requestOf(event));
      const place = placeFor(event);
      if (decision.kind === "preflight")
        return withLambdaHeaders({ statusCode: decision.status, body: "" }, decision, place);
      // A copy: tests call a handler with one event again and again.
      const owned = { ...event };
      setOwner(owned, owner);
      return withLambdaHeaders(inFull(await answer(owned, ...rest), event), decision, place);
    };
  };
}

function requestOf(event: LambdaEvent): RoutedRequest {
  return {
    method: event.requestContext?.http?.method ?? event.httpMethod,
    url: event.rawPath ?? event.path,
    headers: event.multiValueHeaders ?? event.headers ?? {},
  };
}

/** Where a result has its headers: a load balancer that sends them in the one place reads them in no other. */
function placeFor({ multiValueHeaders, requestContext }: LambdaEvent): "headers" | "multiValueHeaders" {
  return multiValueHeaders && requestContext?.elb !== undefined ? "multiValueHeaders" : "headers";
}

/** What a handler returned, as AWS would complete it. */
function inFull(returned: unknown, { version }: LambdaEvent): LambdaResult {
  if (version !== "2.0" || (typeof returned === "object" && returned !== null && "statusCode" in returned)) {
    return { ...(returned as LambdaResult) };
  }
  const body = typeof returned === "string" ? returned : JSON.stringify(returned ?? null);
  return { statusCode: 200, headers: { "Content-Type": "application/json" }, body };
}
