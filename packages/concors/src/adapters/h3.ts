import { ownerOf, preflightResponse, setOwner, withCorsHeaders } from "./fetch-response.ts";
import { ownCorsHeaders, ownerOf as ownerOfResponse } from "./node-response.ts";
import type { NodeResponse } from "./node-response.ts";
import { corsOf, decide } from "./policy-or-cors.ts";
import type { PolicyOrCors } from "./policy-or-cors.ts";
import { reportTwoPolicies } from "./two-policies.ts";
import type { AdapterOptions } from "./two-policies.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, PolicyOrCors };

/** What of an event of h3 is needed. */
export interface H3Event {
  readonly req: Request;
  readonly app?: { readonly config: { readonly onResponse?: unknown } } | undefined;
  readonly runtime?: { readonly node?: { readonly res?: unknown } | undefined } | undefined;
}

export type H3Middleware = (event: H3Event, next: () => unknown) => Promise<unknown>;

/**
 * Enforces a policy in h3, and in Nitro as a file of `server/middleware/`. That is version 2; in version 1, it is
 * `app.use(fromNodeMiddleware(cors(policy)))` with the `cors` of `concors/node`.
 *
 * @example
 * app.use(cors({ origins: ["https://app.example.com"], methods: ["PUT"] }));
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options: AdapterOptions = {}): H3Middleware {
  const owner = corsOf(policy);
  return async function corsMiddleware(event, next) {
    // Middleware that was made for Node writes there, past h3.
    const nodeResponse = event.runtime?.node?.res as NodeResponse | undefined;
    const first = ownerOf(event.req) ?? (nodeResponse && ownerOfResponse(nodeResponse));
    if (first !== undefined) {
      const error = first === owner ? undefined : reportTwoPolicies(options);
      if (error !== undefined) throw error;
      return next();
    }
    setOwner(event.req, owner);
    const decision = await decide(owner, event.req);
    if (decision.kind === "preflight") return preflightResponse(decision);

    if (nodeResponse !== undefined) {
      ownCorsHeaders(nodeResponse, owner, decision);
      return next();
    }
    // Only h3 itself knows what response it makes of an error, or where no route is. It is loaded where it is needed: what
    // an application has under this name may be another version.
    const { toResponse } = await import("h3");
    // The application's `onResponse` comes after this.
    const { onResponse: _, ...config } = event.app?.config ?? {};
    const response = await toResponse(callLater(next), event as Parameters<typeof toResponse>[1], config);
    return withCorsHeaders(response, decision);
  };
}

/** What `next` returns, or throws, as a promise. */
async function callLater(next: () => unknown): Promise<unknown> {
  return next();
}
