import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import type { Decision } from "../policy/decision.ts";
import { isCorsResponseHeader } from "./cors-response-headers.ts";
import { mergeVary } from "./merge-vary.ts";
import { addToHead, canBeAddedTo, findHeadPlace, headPartOf, headersIn } from "./node-head.ts";
import type { HeadPart, HeadPlace } from "./node-head.ts";

/** A response of `node:http`, or of the compatibility API of `node:http2`. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

type WriteHead = (this: NodeResponse, statusCode: number, ...rest: unknown[]) => NodeResponse;

const ownership: unique symbol = Symbol("concors");

/** Whose a response's CORS headers are. */
interface Ownership {
  readonly owner: object;
  readonly decision: Decision;
  /** What writes the head of such a response. */
  readonly writeHead: WriteHead;
  /** How the decision is added to it; null if it is to be set, undefined if that is not known yet. */
  addition?: Addition | null | undefined;
}

interface Addition {
  readonly place: HeadPlace;
  readonly part: HeadPart;
}

interface Owned {
  [ownership]?: Ownership;
  writeHead: WriteHead;
}

/** Who owns the responses that inherit the `writeHead` that `hookedIn` puts into their prototype. */
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
  owned[ownership] = ownershipOf(owner, decision, owned.writeHead);
  owned.writeHead = writeOwnedHead;
}

function writeOwnedHead(this: NodeResponse, statusCode: number, ...rest: unknown[]): NodeResponse {
  return writeHeadWith(this, ownedPartOf(this)[ownership]!, statusCode, rest);
}

let recent: Ownership | undefined;

/** The same for one response after another, as long as they are alike. */
function ownershipOf(owner: object, decision: Decision, writeHead: WriteHead): Ownership {
  if (recent?.decision !== decision || recent.owner !== owner || recent.writeHead !== writeHead) {
    recent = { owner, decision, writeHead };
  }
  return recent;
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
  const writeHead = hookedIn(prototype);
  // Somebody has put another in its place already, and knows nothing of this one.
  if (Object.hasOwn(response, "writeHead")) ownCorsHeaders(response, owner, decision);
  else ownerships.set(response, ownershipOf(owner, decision, writeHead));
}

const hooked = new WeakMap<object, WriteHead>();

/** Puts a `writeHead` into a prototype that looks for owners; returns the one that was there. */
function hookedIn(prototype: object): WriteHead {
  const known = hooked.get(prototype);
  if (known !== undefined) return known;
  const { writeHead } = prototype as Owned;
  const writeInheritedHead: WriteHead = function (statusCode, ...rest) {
    const owned = ownerships.get(this);
    return owned === undefined
      ? writeHead.call(this, statusCode, ...rest)
      : writeHeadWith(this, owned, statusCode, rest);
  };
  Object.defineProperty(prototype, "writeHead", { value: writeInheritedHead, configurable: true, writable: true });
  hooked.set(prototype, writeHead);
  return writeHead;
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
  owned: Ownership,
  statusCode: number,
  rest: readonly unknown[],
): NodeResponse {
  const { decision, writeHead } = owned;
  // Node has something to say about that; and what Engine.IO makes for a handshake has no headers that a page reads.
  if (response.headersSent || !("getHeaderNames" in response)) return writeHead.call(response, statusCode, ...rest);

  const addition = (owned.addition ??= additionOf(owned));
  if (addition && canBeAddedTo(response, addition.place, rest)) {
    // Node passes these on as it got them; to spread them takes longer.
    if (rest.length === 0) writeHead.call(response, statusCode);
    else writeHead.call(response, statusCode, rest[0], rest[1]);
    addToHead(response, addition.place, addition.part, rest);
    return response;
  }
  const reason = setGivenHeaders(response, rest);
  setCorsHeaders(response, decision);
  const written = writeHead.call(response, statusCode, ...reason);
  if (addition === undefined) {
    const prototype = nodesPrototypeOf(response);
    const found = prototype?.writeHead === writeHead ? findHeadPlace(response, prototype, decision) : undefined;
    if (found !== undefined) headPlaces.set(writeHead, found);
  }
  return written;
}

function additionOf({ decision, writeHead }: Ownership): Addition | null | undefined {
  const place = headPlaces.get(writeHead);
  if (place === undefined || place === null) return place;
  const part = headPartOf(decision);
  return part === null ? null : { place, part };
}

/** Where the `writeHead` of `node:http` leaves what it writes. What others put in its place may look at what is set. */
const headPlaces = new WeakMap<WriteHead, HeadPlace | null>();

/** Of what a response inherits, the part that is Node's own. */
function nodesPrototypeOf(response: NodeResponse): NodeResponse | null {
  let prototype = Object.getPrototypeOf(response) as NodeResponse | null;
  while (prototype !== null && !isOfNode(prototype))
    prototype = Object.getPrototypeOf(prototype) as NodeResponse | null;
  return prototype;
}

/** By what the responses of `node:http` have, and those of `node:http2`, and no class that is made of them. */
function isOfNode(prototype: object): boolean {
  return Object.hasOwn(prototype, "assignSocket") || Object.hasOwn(prototype, "createPushResponse");
}

/** Sets the headers that `writeHead` was called with; returns what else is to be passed to it, the reason phrase. */
export function setGivenHeaders(response: NodeResponse, given: readonly unknown[]): [reason?: string] {
  const [reason] = given;
  const headers = headersIn(given);
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
