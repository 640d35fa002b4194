import type { UrlRefusal } from "../guard/name-guard.ts";
import { headersElsewhere, headersWithoutBody } from "../headers/request-headers.ts";
import type { RawHeaders } from "../headers/raw-headers.ts";
import type { ProblemCode } from "../problem.ts";
import { parseRedirect } from "../target/parse-target.ts";
import type { Target } from "../target/target.ts";

/** One request on the wire: the first, or what a redirect makes of it. */
export interface Hop {
  readonly target: Target;
  readonly method: string;
  /** Those of the target, but for `Host` and what is about the body's length. */
  readonly headers: RawHeaders;
  readonly hasBody: boolean;
}

export type NextHop =
  | { readonly ok: true; readonly hop: Hop; readonly redirect: string }
  | { readonly ok: false; readonly code: ProblemCode };

/**
 * The method with which a redirect is followed.
 *
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function methodAfter({ method }: Hop, status: number): string {
  const turnsIntoGet =
    ((status === 301 || status === 302) && method === "POST") ||
    (status === 303 && method !== "GET" && method !== "HEAD");
  return turnsIntoGet ? "GET" : method;
}

/**
 * The request that follows a redirect. Where it leads is judged as if it had been asked for.
 *
 * @param how the redirect's status, and the method of the request that follows: with another, no body goes along
 */
export function nextHop(
  hop: Hop,
  location: string,
  guard: { readonly refusal: UrlRefusal },
  { status, method }: { readonly status: number; readonly method: string },
): NextHop {
  const parsed = parseRedirect(location, hop.target);
  if (!parsed.ok) return parsed;
  const { target } = parsed;
  const refusal = guard.refusal(target);
  if (refusal !== null) return { ok: false, code: refusal };

  const isOther = method !== hop.method;
  const ofMethod = isOther ? headersWithoutBody(hop.headers) : hop.headers;
  // What was meant for one origin goes to no other, the way back included.
  const headers = target.origin === hop.target.origin ? ofMethod : headersElsewhere(ofMethod);
  const next = { target, method, headers, hasBody: hop.hasBody && !isOther };
  return { ok: true, hop: next, redirect: `${status} ${target.href}` };
}

/** A server may close a connection while a request is on its way over it. What changes nothing is asked once more. */
export function canAskAgain(
  { method, hasBody: isSent }: Hop,
  error: Error & { code?: unknown },
  isRetry: boolean,
): boolean {
  const wasClosed = error.code === "UND_ERR_SOCKET" || error.code === "ECONNRESET" || error.code === "EPIPE";
  return !isRetry && !isSent && wasClosed && (method === "GET" || method === "HEAD" || method === "OPTIONS");
}
