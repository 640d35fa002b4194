import type { ServerResponse } from "node:http";
import type { Problem } from "./wire.ts";

/** A request that is not answered as it was meant; its message is one sentence for a person. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What was sent makes no sense. */
export function badRequest(message: string): ProblemError {
  return new ProblemError(400, message);
}

/**
 * Says no. The connection ends with it, so that nothing more of the request is read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function sendProblem(response: ServerResponse, { status, message }: ProblemError): void {
  const problem: Problem = { status, title: message };
  response.writeHead(status, {
    ...ownHeaders,
    "Content-Type": "application/problem+json",
    Connection: "close",
  });
  response.end(`${JSON.stringify(problem)}\n`);
}

export function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { ...ownHeaders, "Content-Type": "application/json" });
  response.end(`${JSON.stringify(value)}\n`);
}

/** For the Lab's page alone, and for now. */
export const ownHeaders = {
  "Cache-Control": "no-store",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
} as const;
