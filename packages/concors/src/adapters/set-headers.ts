import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import type { Decision } from "../policy/decision.ts";
import { isCorsResponseHeader } from "./cors-response-headers.ts";
import { mergeVary } from "./merge-vary.ts";

/** A response of `node:http`, or of the compatibility API of `node:http2`. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** Makes a decision the last word on the CORS headers that were set, and adds to `Vary`. */
export function setCorsHeaders(response: NodeResponse, { headers, vary }: Decision): void {
  let givenVary = "";
  // Asking for the names of all is cheaper than asking for each of ours, which are seldom there.
  for (const name of response.getHeaderNames()) {
    if (name === "vary") givenVary = String(response.getHeader(name));
    else if (isCorsResponseHeader(name)) response.removeHeader(name);
  }
  for (const [name, value] of headers) {
    // Others add to this list as well, and it is no CORS header.
    if (name === "Server-Timing") response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
  const merged = mergeVary(givenVary, vary);
  if (merged !== null) response.setHeader("Vary", merged);
}

/**
 * Sets the headers that `writeHead` was called with; returns what else is to be passed to it, the reason phrase.
 *
 * @param given what it was called with, after the status
 */
export function setGivenHeaders(response: NodeResponse, given: readonly unknown[]): [reason?: string] {
  const [reason] = given;
  // The reason comes before the headers, if there is one.
  if (typeof reason !== "string") {
    setHeaders(response, given[1] ?? reason);
    return [];
  }
  setHeaders(response, given[1]);
  return [reason];
}

/** Sets headers in any of the forms that `writeHead` takes. */
export function setHeaders(response: NodeResponse, headers: unknown): void {
  if (Array.isArray(headers)) setPairs(response, inPairs(headers));
  else if (typeof headers === "object" && headers !== null) setObject(response, headers);
}

type HeaderValue = string | number | string[];
type Pair = readonly [name: string, value: HeaderValue];

/** Does what `writeHead` does with an object. */
function setObject(response: NodeResponse, headers: object): void {
  for (const [name, value] of Object.entries(headers) as [string, HeaderValue][]) response.setHeader(name, value);
}

/** Does what `writeHead` does with a list, in which a name may come twice. */
function setPairs(response: NodeResponse, pairs: readonly Pair[]): void {
  for (const [name] of pairs) response.removeHeader(name);
  for (const [name, value] of pairs) response.appendHeader(name, typeof value === "number" ? String(value) : value);
}

/** A list for `writeHead` is one of pairs, or has names and values in turn, as `rawHeaders` has. */
function inPairs(headers: readonly unknown[]): readonly Pair[] {
  if (Array.isArray(headers[0])) return headers as readonly Pair[];
  const pairs: Pair[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    pairs.push([headers[index] as string, headers[index + 1] as HeaderValue]);
  }
  return pairs;
}
