import { ServerResponse, STATUS_CODES } from "node:http";
import { Socket } from "node:net";
import { problemOf } from "../problem.ts";
import type { ProblemCode } from "../problem.ts";
import { discardBody } from "./discard-body.ts";
import { giveBack, isAlone } from "./give-back.ts";

/**
 * Answers with a problem.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function writeProblem(
  response: ServerResponse,
  code: ProblemCode,
  {
    retryAfter,
    headers = {},
  }: { retryAfter?: number | undefined; headers?: Readonly<Record<string, string>> | undefined } = {},
): void {
  const { status, detail } = problemOf(code);
  const title = STATUS_CODES[status] ?? "";
  const body = `${JSON.stringify({ type: "about:blank", title, status, detail, code }, null, 2)}\n`;
  response.writeHead(status, {
    ...headers,
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(body),
    "content-security-policy": "sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    ...(status === 405 && { allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" }),
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
  });
  response.end(body);
  discardBody(response.req);
}

/** In one write, for most answers. NB: Who has wrapped `write` to see all of a body does not see what `end` is given. */
export function endWith(response: ServerResponse, last: Buffer | null): void {
  if (last !== null && response.write === ServerResponse.prototype.write) {
    response.end(last);
    return;
  }
  if (last !== null) response.write(last);
  response.end();
}

/**
 * Writes a part of a body that nobody else has, and gives its memory back once it is sent.
 *
 * NB: Who has wrapped `write` may keep what is written, and so may who has made a connection of something else than a
 * socket of Node's.
 *
 * @returns what `write` returns
 */
export function writeOwn(response: ServerResponse, chunk: Buffer): boolean {
  const isForNode = response.write === ServerResponse.prototype.write && response.socket instanceof Socket;
  if (!isForNode || !isAlone(chunk)) return response.write(chunk);
  // NB: Node calls it once nothing reads the chunk any more. Of what has failed that is not promised.
  return response.write(chunk, (error) => {
    if (error === null || error === undefined) giveBack(chunk);
  });
}
