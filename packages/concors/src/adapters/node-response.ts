import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import type { Decision } from "../policy/decision.ts";
import { isCorsResponseHeader } from "./cors-response-headers.ts";
import { mergeVary } from "./merge-vary.ts";

/** A response of `node:http`, or of the compatibility API of `node:http2`. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

type WriteHead = (this: NodeResponse, statusCode: number, ...rest: unknown[]) => NodeResponse;

const ownership: unique symbol = Symbol("concors");

interface Ownership {
  readonly owner: object;
  readonly decision: Decision;
}

interface Owned {
  [ownership]?: Ownership & { readonly writeHead: WriteHead };
  writeHead: WriteHead;
}

/** Who owns the responses that inherit their `writeHead` from `hookPrototype`. */
const ownerships = new WeakMap<NodeResponse, Ownership>();

/** Who owns the CORS headers of a response; undefined as long as nobody does. */
export function ownerOf(response: NodeResponse): object | undefined {
  return (ownedPartOf(response)[ownership] ?? ownerships.get(response))?.owner;
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

function writeOwnedHead(this: NodeResponse, statusCode: number, ...rest: unknown[]): NodeResponse {
  const { decision, writeHead } = ownedPartOf(this)[ownership]!;
  return writeHeadWith(this, decision, writeHead, statusCode, rest);
}

/**
 * Does what `ownCorsHeaders` does, for a framework that gives every response another prototype: to a response that is
 * none of Node's own any more nothing can be added without making all of it slow.
 *
 * @param prototype what all responses of the framework inherit from, and which inherits from Node's own
 */
export function ownInheritedCorsHeaders(
  response: NodeResponse,
  prototype: object,
  owner: object,
  decision: Decision,
): void {
  hookPrototype(prototype);
  // Somebody has put another in its place already, and knows nothing of this one.
  if (Object.hasOwn(response, "writeHead")) ownCorsHeaders(response, owner, decision);
  else ownerships.set(response, { owner, decision });
}

const hooked = new WeakSet<object>();

function hookPrototype(prototype: object): void {
  if (hooked.has(prototype)) return;
  hooked.add(prototype);
  const { writeHead } = prototype as Owned;
  const writeInheritedHead: WriteHead = function (statusCode, ...rest) {
    const decision = ownerships.get(this)?.decision;
    return decision === undefined
      ? writeHead.call(this, statusCode, ...rest)
      : writeHeadWith(this, decision, writeHead, statusCode, rest);
  };
  Object.defineProperty(prototype, "writeHead", { value: writeInheritedHead, configurable: true, writable: true });
}

/** Ends a response that has no body. */
export function endWithStatus(response: NodeResponse, status: number): void {
  response.statusCode = status;
  response.end();
}

function ownedPartOf(response: NodeResponse): Owned {
  return response as unknown as Owned;
}

function writeHeadWith(
  response: NodeResponse,
  decision: Decision,
  writeHead: WriteHead,
  statusCode: number,
  rest: readonly unknown[],
): NodeResponse {
  // Node has something to say about that; and what Engine.IO makes for a handshake has no headers that a page reads.
  if (response.headersSent || !("getHeaderNames" in response)) return writeHead.call(response, statusCode, ...rest);

  if (rest.length === 0) {
    setCorsHeaders(response, decision);
    return writeHead.call(response, statusCode);
  }
  if (response.getHeaderNames().length === 0 && isNodesOwn(writeHead, response)) {
    // All headers at once, as they came: Node then writes them as they are, where it would look at each that is set.
    const lines = withCorsHeaders(rest.at(-1), decision);
    if (lines !== null) {
      return rest.length === 1
        ? writeHead.call(response, statusCode, lines)
        : writeHead.call(response, statusCode, rest[0], lines);
    }
  }
  const reason = setGivenHeaders(response, rest);
  setCorsHeaders(response, decision);
  return writeHead.call(response, statusCode, ...reason);
}

/** Node's own `writeHead`, of `node:http` and of `node:http2`, once they have been met: looking for them takes long. */
const nodesOwn = new WeakSet<WriteHead>();

/**
 * Whether it is Node's own: what others put in its place need not know lists, in which a handler's object is passed on.
 * All know headers that are set.
 */
function isNodesOwn(writeHead: WriteHead, response: NodeResponse): boolean {
  if (nodesOwn.has(writeHead)) return true;
  let prototype = Object.getPrototypeOf(response) as object | null;
  while (prototype !== null && !isOfNode(prototype)) prototype = Object.getPrototypeOf(prototype) as object | null;
  if (prototype === null || (prototype as Owned).writeHead !== writeHead) return false;
  nodesOwn.add(writeHead);
  return true;
}

/** By what the responses of `node:http` have, and those of `node:http2`, and no class that is made of them. */
function isOfNode(prototype: object): boolean {
  return Object.hasOwn(prototype, "assignSocket") || Object.hasOwn(prototype, "createPushResponse");
}

/** Sets the headers that `writeHead` was called with; returns what else is to be passed to it, the reason phrase. */
export function setGivenHeaders(response: NodeResponse, given: readonly unknown[]): [reason?: string] {
  const [reason, headers] = typeof given[0] === "string" ? given : [undefined, given[0] ?? given[1]];
  if (Array.isArray(headers)) setPairs(response, inPairs(headers));
  else if (typeof headers === "object" && headers !== null) setObject(response, headers);
  return typeof reason === "string" ? [reason] : [];
}

function setCorsHeaders(response: NodeResponse, { headers, vary }: Decision): void {
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
 * Headers for `writeHead`, names and values in turn, those of a decision in place of the handler's; null if these are none,
 * or in pairs.
 */
function withCorsHeaders(given: unknown, { headers, vary }: Decision): HeaderValue[] | null {
  if (typeof given !== "object" || given === null) return null;
  const isList = Array.isArray(given);
  if (isList && (given.length % 2 === 1 || Array.isArray(given[0]))) return null;
  const names: readonly unknown[] = isList ? given : Object.keys(given);
  const all: HeaderValue[] = [];
  let givenVary = "";
  for (let index = 0; index < names.length; index += isList ? 2 : 1) {
    const name = String(names[index]);
    const value = (isList ? given[index + 1] : (given as Readonly<Record<string, unknown>>)[name]) as HeaderValue;
    if (isVary(name)) givenVary = givenVary === "" ? String(value) : `${givenVary}, ${String(value)}`;
    else if (!isCorsResponseHeader(name)) all.push(name, value);
  }
  // Measured: iterators, and a look into a Vary that is not there, would be a third of the cost of all of this.
  for (let index = 0; index < headers.length; index++) {
    const header = headers[index]!;
    all.push(header[0], header[1]);
  }
  const merged = givenVary === "" && vary.length === 1 ? vary[0]! : (mergeVary(givenVary, vary) ?? givenVary);
  if (merged !== "") all.push("Vary", merged);
  return all;
}

function isVary(name: string): boolean {
  return name.length === 4 && name.toLowerCase() === "vary";
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
