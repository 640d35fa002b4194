import type { Decision } from "./decision.ts";
import type { DecisionExplanation } from "./explain-decision.ts";
import type { Gate, GateOptions } from "./gate.ts";
import type { Issue } from "./issue.ts";
import type { Policy } from "./policy.ts";
import type { CorsRequest } from "./request.ts";

/** What decides requests: a policy, or several by path. None of its functions throws, whatever a request holds. */
export interface CorsDecider<Request extends CorsRequest = CorsRequest> {
  /** Whether an origin may have to be asked about: then only the functions whose names end in `Async` answer. */
  readonly isAsync: boolean;
  /**
   * What to do with a request.
   *
   * @throws TypeError if `isAsync`
   */
  readonly decide: (request: Request) => Decision;
  readonly decideAsync: (request: Request) => Promise<Decision>;
  /**
   * What happens to a request and why, as a browser would have it: method and headers included.
   *
   * @throws TypeError if `isAsync`
   */
  readonly explain: (request: Request) => DecisionExplanation;
  readonly explainAsync: (request: Request) => Promise<DecisionExplanation>;
  /**
   * Whether to let a request in at all: not a POST of a foreign page, nor the handshake of its WebSocket, which CORS
   * does not stop.
   *
   * @throws TypeError if `isAsync`
   */
  readonly gate: (request: Request, options?: GateOptions) => Gate;
  readonly gateAsync: (request: Request, options?: GateOptions) => Promise<Gate>;
}

/** A policy at work. Its functions need no `this`. */
export interface Cors extends CorsDecider {
  /** The policy that is in force: a copy that nobody can change. */
  readonly policy: Policy;
  /** What of it is allowed, but perhaps not meant. */
  readonly warnings: readonly Issue[];
  /**
   * Puts another policy in force, for all requests from now on.
   *
   * @throws PolicyError if it cannot be used; the policy in force stays
   */
  readonly reconfigure: (policy: Policy) => void;
}
