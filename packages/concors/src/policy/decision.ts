/** What to do with one request. Frozen, and often the same object for many requests: compare, keep, never change. */
export type Decision = NotCorsDecision | ActualDecision | PreflightDecision;

/** No `Origin`, so nobody to tell who may read. The application answers, with these headers. */
export interface NotCorsDecision extends DecisionHeaders {
  readonly kind: "not-cors";
  readonly allowed: true;
}

/** The request itself. The application answers, whether it is allowed or not; without the headers, no page can read it. */
export interface ActualDecision extends DecisionHeaders {
  readonly kind: "actual";
  readonly allowed: boolean;
  /** Why not; absent if it is allowed. */
  readonly reason?: DenialReason;
}

/** A CORS-preflight request. It is answered here and now, without a body; the application never sees it. */
export interface PreflightDecision extends DecisionHeaders {
  readonly kind: "preflight";
  /** Whether the origin may ask at all; which methods and headers it may use is in the headers, for the browser to judge. */
  readonly allowed: boolean;
  readonly reason?: DenialReason;
  readonly status: 204 | 403;
}

export interface DecisionHeaders {
  /**
   * Headers to set, in place of any of these names that are there. Only `Server-Timing`, which a policy with `debug`
   * sends, is added to what is there.
   */
  readonly headers: readonly DecisionHeader[];
  /** Names to add to `Vary`, whatever else it says. */
  readonly vary: readonly string[];
}

export type DecisionHeader = readonly [name: string, value: string];

/** Why a request is not allowed. */
export type DenialReason =
  /** The policy does not name the origin, or it is none: malformed, empty, or sent twice. */
  | "origin-not-allowed"
  /** `origins.allows` threw, rejected, or took too long. */
  | "origin-not-answered"
  /** The policy allows any method or header, and what was asked for is none that a browser could send. */
  | "request-malformed"
  /** No route of `corsRoutes` takes the request. */
  | "route-missing"
  /** The path means one route as it is written, and another to a server that is less strict. */
  | "route-ambiguous";

/** What one origin is answered: to a preflight, and to anything else. */
export interface Answers {
  readonly actual: ActualDecision;
  readonly preflight: PreflightDecision;
}

/** @param actual headers that are frozen, as those of the preflight and the names to vary by are */
export function allow(
  actual: readonly DecisionHeader[],
  vary: readonly string[],
  preflight: readonly DecisionHeader[],
  preflightVary: readonly string[],
): Answers {
  return {
    actual: freeze({ kind: "actual", allowed: true, headers: actual, vary }),
    preflight: freeze({ kind: "preflight", allowed: true, status: 204, headers: preflight, vary: preflightVary }),
  };
}

export function deny(reason: DenialReason, vary: readonly string[]): Answers {
  Object.freeze(vary);
  return {
    actual: freeze({ kind: "actual", allowed: false, reason, headers: [], vary }),
    preflight: freeze({ kind: "preflight", allowed: false, reason, status: 403, headers: [], vary }),
  };
}

/** Freezes a decision, whose headers and `vary` are: it is handed to code that nobody here knows. */
export function freeze<D extends Decision>(decision: D): D {
  Object.freeze(decision.headers);
  return Object.freeze(decision);
}

/** A header of a decision, frozen. */
export function decisionHeader(name: string, value: string): DecisionHeader {
  return Object.freeze([name, value]);
}
