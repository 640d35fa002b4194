import type { ProblemCode } from "./problem.ts";

/** One request, once it is over: what metrics and logs are made of. It holds no path, no query and no header. */
export interface Exchange {
  readonly method: string;
  /** Scheme, host and port that was asked for; null if the request named none. */
  readonly target: string | null;
  readonly origin: string | null;
  /** The client's address. AD-HOC: whole, as limits need it; who writes it down is to shorten it. */
  readonly address: string;
  /** The status that was answered; null if the client had left before. */
  readonly status: number | null;
  /** Why the target did not answer, or why its answer broke off; null if all of it was passed on. */
  readonly problem: ProblemCode | "client-left" | "answer-broken" | null;
  /** Redirects that were followed. */
  readonly redirects: number;
  /** Bytes of the request's body that were passed on. */
  readonly requestBytes: number;
  /** Bytes of the answer's body that were passed on. */
  readonly responseBytes: number;
  /** From the request's headers to the end. */
  readonly milliseconds: number;
}
