import type { IncomingMessage, ServerResponse } from "node:http";
import { discardBody } from "../forward/discard-body.ts";
import { problemOf } from "../problem.ts";
import type { ProblemCode } from "../problem.ts";
import type { HeaderRecord } from "../headers/raw-headers.ts";

/** Nobody's page takes what stands here for one of its own. */
const harmless: HeaderRecord = {
  "content-type": "text/plain; charset=utf-8",
  "content-security-policy": "sandbox",
  "x-content-type-options": "nosniff",
};

/** With these, pages of all origins may read an answer and all of its headers. */
export function readable(headers: HeaderRecord): HeaderRecord {
  const all = { ...headers, "access-control-allow-origin": "*" };
  return { ...all, "access-control-expose-headers": Object.keys(all).join(",") };
}

/** The CORS headers of what this proxy says itself, to a preflight or any other request. */
export function corsHeaders(request: IncomingMessage, maxAge = 0): HeaderRecord {
  const { "access-control-request-method": method, "access-control-request-headers": names } = request.headers;
  const all: HeaderRecord = {
    "access-control-allow-origin": "*",
    ...(request.method === "OPTIONS" && maxAge > 0 && { "access-control-max-age": String(maxAge) }),
    ...(method !== undefined && { "access-control-allow-methods": method }),
    ...(names !== undefined && { "access-control-allow-headers": names }),
  };
  return { ...all, "access-control-expose-headers": Object.keys(all).join(",") };
}

/** Answers with a text of this proxy's own. */
export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, reason, text, headers = {}, hasNoCors = false }: Answer,
): void {
  const all = { ...harmless, ...(!hasNoCors && corsHeaders(request)), ...headers };
  if (reason === undefined) response.writeHead(status, all);
  else response.writeHead(status, reason, all);
  response.end(text);
  discardBody(request);
}

export interface Answer {
  readonly status: number;
  /** The reason phrase, if it is not the usual one. */
  readonly reason?: string;
  readonly text: string;
  readonly headers?: HeaderRecord | undefined;
  readonly hasNoCors?: boolean;
}

/**
 * Tells why there is no answer of a target: with 404, if the target did not give one, as cors-anywhere does, and with a
 * status of its own if it is this proxy that does not ask.
 */
export function answerProblem(request: IncomingMessage, response: ServerResponse, code: ProblemCode): void {
  const { status, detail } = problemOf(code);
  if (status === 502 || status === 504) answerProxyError(response, `Error: ${detail}`);
  else answer(request, response, { status, text: detail, headers: headersOf(status) });
}

/** @param error as a text that begins with its name */
export function answerProxyError(response: ServerResponse, error: string): void {
  // What was set for an answer of the target.
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(404, { ...harmless, "access-control-allow-origin": "*" });
  response.end(`Not found because of proxy error: ${error}`);
  discardBody(response.req);
}

function headersOf(status: number): HeaderRecord {
  if (status === 405) return { allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" };
  return status === 429 || status === 503 ? { "retry-after": "1" } : {};
}
