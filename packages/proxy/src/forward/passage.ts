import type { ProblemCode } from "../problem.ts";

/** How a request ended, or how far it has come. */
export interface Passage {
  readonly problem: ProblemCode | "answer-broken" | "client-left" | null;
  readonly redirects: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}
