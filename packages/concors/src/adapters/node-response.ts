import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import type { Decision } from "../policy/decision.ts";
import { corsResponseHeaders } from "./cors-response-headers.ts";
import { mergeVary } from "./merge-vary.ts";

/** A response of `node:http`, or of the compatibility API of `node:http2`. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

type WriteHead = (this: NodeResponse, statusCode: number, ...rest: unknown[]) => NodeResponse;

const ownership: unique symbol = Symbol("concors");

interface Ownership {
  readonly owner: object;
  readonly decision: Decision;
  readonly writeHead: WriteHead;
}

interface Owned {
  [ownership]?: Ownership;
  writeHead: WriteHead;
}

/** Who owns the CORS headers of a response; undefined as long as nobody does. */
export function ownerOf(response: NodeResponse): object | undefined {
  return ownedPartOf(response)[ownership]?.owner;
}

/**
 * Makes a decision the last word on the CORS headers of a response, whatever the handler sets, and however.
 *
 * Every response goes through `writeHead`, those of streams, of `flushHeaders` and of error handlers included.
 *
 * @param owner whose decision it is
 */
export function ownCorsHeaders(response: NodeResponse, owner: object, decision: Decision): void {
  const owned = ownedPartOf(response);
  // One function for all responses, which finds there what it needs: a closure for each would cost more.
  owned[ownership] = { owner, decision, writeHead: owned.writeHead };
  owned.writeHead = writeOwnedHead;
}

/** Ends a response that has no body. */
export function endWithStatus(response: NodeResponse, status: number): void {
  response.statusCode = status;
  response.end();
}

function ownedPartOf(response: NodeResponse): Owned {
  return response as unknown as Owned;
}

function writeOwnedHead(this: NodeResponse, statusCode: number, ...rest: unknown[]): NodeResponse {
  const { decision, writeHead } = ownedPartOf(this)[ownership]!;
  // Node has something to say about that.
  if (this.headersSent) return writeHead.call(this, statusCode, ...rest);

  const [reason, headers] = typeof rest[0] === "string" ? rest : [undefined, rest[0] ?? rest[1]];
  if (Array.isArray(headers)) setPairs(this, inPairs(headers));
  else if (typeof headers === "object" && headers !== null) setObject(this, headers);
  setCorsHeaders(this, decision);
  return reason === undefined ? writeHead.call(this, statusCode) : writeHead.call(this, statusCode, reason);
}

function setCorsHeaders(response: NodeResponse, { headers, vary }: Decision): void {
  for (const name of corsResponseHeaders) response.removeHeader(name);
  // Appended, as one of them may be no CORS header, but a list that others add to: `Server-Timing`.
  for (const [name, value] of headers) response.appendHeader(name, value);
  if (vary.length === 0) return;
  const merged = mergeVary(String(response.getHeader("vary") ?? ""), vary);
  if (merged !== null) response.setHeader("Vary", merged);
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
