import type { Decision, PreflightDecision } from "../policy/decision.ts";
import { corsResponseHeaders } from "./cors-response-headers.ts";
import { mergeVary } from "./merge-vary.ts";

const ownership: unique symbol = Symbol("concors");

interface Owned {
  [ownership]?: object;
}

/** Who decides about a request; undefined as long as nobody does. */
export function ownerOf(request: object): object | undefined {
  return (request as Owned)[ownership];
}

export function setOwner(request: object, owner: object): void {
  (request as Owned)[ownership] = owner;
}

/** The answer to a preflight. */
export function preflightResponse(decision: PreflightDecision): Response {
  return withCorsHeaders(new Response(null, { status: decision.status }), decision);
}

/**
 * A response with the CORS headers of a decision, and with no others. It is the same one if its headers can be changed:
 * a copy would have to be read, and some servers have a fast path for what was not.
 */
export function withCorsHeaders<R extends Response | undefined>(
  response: R,
  decision: Pick<Decision, "headers" | "vary">,
): R | Response {
  // A handshake, which is none of CORS's business (Bun has nothing to answer it with), or a network error.
  if (response === undefined || response.status < 200) return response;
  try {
    setCorsHeaders(response.headers, decision);
    return response;
  } catch (error) {
    // What `fetch` or `Response.redirect` returned cannot be changed.
    if (!(error instanceof TypeError)) throw error;
    const copy = new Response(response.body, response);
    setCorsHeaders(copy.headers, decision);
    return copy;
  }
}

function setCorsHeaders(headers: Headers, decision: Pick<Decision, "headers" | "vary">): void {
  for (const name of corsResponseHeaders) headers.delete(name);
  // Appended, as one of them may be no CORS header, but a list that others add to: `Server-Timing`.
  for (const [name, value] of decision.headers) headers.append(name, value);
  const merged = mergeVary(headers.get("vary") ?? "", decision.vary);
  if (merged !== null) headers.set("vary", merged);
}
