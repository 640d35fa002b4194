import type { Decision } from "../policy/decision.ts";
import { canBeAddedTo, findHeadWriting, headPartOf, headersSetOn, showInHead, storeHeader } from "./node-head.ts";
import type { Head, HeadWriting, StoreHeader } from "./node-head.ts";
import { inherit, inheritanceAt, inheritanceOf, learnInheriting } from "./node-inherited-headers.ts";
import { hasOwnShape, readProperty } from "./own-shape.ts";
import { setCorsHeaders, setGivenHeaders, setHeaders } from "./set-headers.ts";
import type { NodeResponse } from "./set-headers.ts";

export type { NodeResponse };

type WriteHead = (this: NodeResponse, statusCode: number, ...rest: unknown[]) => NodeResponse;

const ownership: unique symbol = Symbol("concors");

/** Whose a response's CORS headers are. */
interface Ownership {
  readonly owner: object;
  readonly decision: Decision;
  /** What writes the head of such a response. */
  readonly writeHead: WriteHead;
  /** What adds the decision to it; undefined if it is to be set, as documented. */
  readonly adding: Adding | undefined;
}

interface Adding {
  readonly writing: HeadWriting;
  /** In place of the runtime's own. */
  readonly storeHeader: StoreHeader;
  /** What is inherited instead, where that is quicker; null if it cannot be, undefined until somebody asks. */
  inheritance?: object | null;
}

interface Owned {
  [ownership]?: Ownership;
  [storeHeader]?: StoreHeader;
  writeHead: WriteHead;
}

/** Whose responses they are whose head is written by this, or whose headers inherit it. */
const ownerships = new WeakMap<object, Ownership>();

/** Who owns the CORS headers of a response; undefined as long as nobody does. */
export function ownerOf(response: NodeResponse): object | undefined {
  const owned = ownedPartOf(response);
  if (hasOwnShape(response)) return ownerOfShaped(owned);
  const store = owned[storeHeader];
  return (owned[ownership] ?? (store && ownerships.get(store)))?.owner;
}

function ownerOfShaped(owned: Owned): object | undefined {
  const sign = inheritanceAt(owned) ?? readProperty(owned, storeHeader);
  return (readProperty(owned, ownership) ?? (sign && ownerships.get(sign)))?.owner;
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
  const isShaped = hasOwnShape(response);
  const whose = ownershipOf(owner, decision, isShaped ? readProperty(owned, "writeHead") : owned.writeHead);
  const store = isShaped ? readProperty(owned, storeHeader) : owned[storeHeader];
  const { adding } = whose;
  if (adding === undefined || store !== adding.writing.storeHeader) {
    owned[ownership] = whose;
    owned.writeHead = writeOwnedHead;
  } else if (!isShaped || !isInherited(response, whose, adding)) {
    owned[storeHeader] = adding.storeHeader;
  }
}

/** Has a decision be inherited by what is set on a response, if it can be. */
function isInherited(response: NodeResponse, whose: Ownership, adding: Adding): boolean {
  if (adding.inheritance === undefined) {
    adding.inheritance = inheritanceOf(whose.decision, adding.writing, (head) => addTo(head, whose, adding));
    if (adding.inheritance !== null) ownerships.set(adding.inheritance, whose);
  }
  return adding.inheritance !== null && inherit(response, adding.writing, adding.inheritance);
}

/** Goes on with a response whose headers inherited. By now somebody may have put another method in it. */
function addTo(head: Head, whose: Ownership, { writing, storeHeader: ours }: Adding): void {
  const theirs = head[storeHeader]!;
  if (theirs === writing.storeHeader) {
    head[storeHeader] = ours;
    return;
  }
  const around = addingTo({ ...writing, storeHeader: theirs }, whose.decision);
  ownerships.set(around, whose);
  head[storeHeader] = around;
}

function writeOwnedHead(this: NodeResponse, statusCode: number, ...rest: unknown[]): NodeResponse {
  return writeHeadWith(this, ownedPartOf(this)[ownership]!, statusCode, rest);
}

let known = new WeakMap<Decision, Ownership>();

/** The same for all responses that are alike, whoever else asks between them: their origins have one decision each. */
function ownershipOf(owner: object, decision: Decision, writeHead: WriteHead): Ownership {
  const before = known.get(decision);
  return before?.owner === owner && before.writeHead === writeHead ? before : newOwnership(owner, decision, writeHead);
}

function newOwnership(owner: object, decision: Decision, writeHead: WriteHead): Ownership {
  const writing = headWritings.get(writeHead);
  const adding = writing ? { writing, storeHeader: addingTo(writing, decision) } : undefined;
  const whose = { owner, decision, writeHead, adding };
  known.set(decision, whose);
  if (adding !== undefined) ownerships.set(adding.storeHeader, whose);
  return whose;
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
  { decision, writeHead }: Ownership,
  statusCode: number,
  rest: readonly unknown[],
): NodeResponse {
  // Node has something to say about that; and what Engine.IO makes for a handshake has no headers that a page reads.
  if (response.headersSent || !("getHeaderNames" in response)) return writeHead.call(response, statusCode, ...rest);

  const reason = setGivenHeaders(response, rest);
  setCorsHeaders(response, decision);
  const prototype = headWritings.has(writeHead) ? null : nodesPrototypeOf(response);
  if (prototype?.writeHead !== writeHead) return writeHead.call(response, statusCode, ...reason);
  const found = findHeadWriting(response, prototype, decision, () => writeHead.call(response, statusCode, ...reason));
  if (found !== undefined) {
    headWritings.set(writeHead, found);
    if (found !== null) learnInheriting(prototype, found);
    // Those knew nothing of it.
    known = new WeakMap();
  }
  return response;
}

/** How the `writeHead` of `node:http` goes on. What others put in its place may look at what is set. */
const headWritings = new WeakMap<WriteHead, HeadWriting | null>();

/** What writes a head, a decision's headers included. */
function addingTo(writing: HeadWriting, decision: Decision): StoreHeader {
  const part = headPartOf(decision);
  return function storeOwnedHead(firstLine, headers) {
    // Asked for once: in Express that takes a while.
    const areSet = headers === undefined || headers === headersSetOn(this, writing);
    if (part !== null && canBeAddedTo(this, writing, headers, areSet)) {
      writing.storeHeader.call(this, firstLine + part.text, headers);
      if (areSet) showInHead(this, writing, part, headers);
      return;
    }
    const response = this as NodeResponse;
    if (!areSet) setHeaders(response, headers);
    setCorsHeaders(response, decision);
    writing.storeHeader.call(this, firstLine, headersSetOn(this, writing));
  };
}

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
