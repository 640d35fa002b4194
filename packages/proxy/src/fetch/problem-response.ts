import { problemOf } from "../problem.ts";
import type { ProblemCode } from "../problem.ts";

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  403: "Forbidden",
  405: "Method Not Allowed",
  408: "Request Timeout",
  413: "Payload Too Large",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
  508: "Loop Detected",
};

/** A problem as an answer: https://www.rfc-editor.org/rfc/rfc9457 */
export function problemResponse(code: ProblemCode, more: Readonly<Record<string, string>> = {}): Response {
  const { status, detail } = problemOf(code);
  const problem = { type: "about:blank", title: titles[status] ?? "", status, detail, code };
  return new Response(`${JSON.stringify(problem, null, 2)}\n`, {
    status,
    headers: {
      ...more,
      "content-type": "application/problem+json",
      "content-security-policy": "sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}
