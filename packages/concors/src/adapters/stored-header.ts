import type { ServerResponse } from "node:http";
import type { Decision } from "../policy/decision.ts";
import { corsResponseHeaders, isCorsResponseHeader } from "./cors-response-headers.ts";
import { linesOf } from "./header-lines.ts";
import type { HeaderLines } from "./header-lines.ts";
import { mergeVary } from "./merge-vary.ts";

/**
 * What Node's `writeHead` ends with: the status line and all headers become the text that is sent. The lines of a decision
 * are put between them as they are: to have Node look at each name and value again, for each response, takes longer than
 * all else that a policy does.
 */
export type StoreHeader = (this: ServerResponse, statusLine: string, headers: object | undefined) => void;

/** Stores a header of which all was set. Node keeps that by name, in lower case. */
export function storeSet(
  response: ServerResponse,
  decision: Decision,
  store: StoreHeader,
  statusLine: string,
  headers: object | undefined,
): void {
  const { withVary, withoutVary } = linesOf(decision);
  let lines = withVary;
  if (headers !== undefined && hasPolicysName(headers as Readonly<Record<string, unknown>>)) {
    for (const name of corsResponseHeaders) response.removeHeader(name);
    const merged = mergeVary(String(response.getHeader("vary") ?? ""), decision.vary);
    if (merged !== null) response.setHeader("Vary", merged);
    lines = withoutVary;
  }
  store.call(response, statusLine + lines.text, headers);
  tell(response, lines);
}

function hasPolicysName(headers: Readonly<Record<string, unknown>>): boolean {
  // Seldom the case; and to be told all the names there are takes longer.
  if (headers["vary"] !== undefined) return true;
  for (const name of corsResponseHeaders) if (headers[name] !== undefined) return true;
  return false;
}

/** Stores a header of which all was given to `writeHead`. */
export function storeGiven(
  response: ServerResponse,
  decision: Decision,
  store: StoreHeader,
  statusLine: string,
  given: object | undefined,
): void {
  const { withVary, withoutVary } = linesOf(decision);
  if (given !== undefined && givesPolicysName(given)) {
    store.call(response, statusLine + withoutVary.text, withMergedVary(inPairs(given), decision.vary));
    tell(response, withoutVary);
  } else {
    store.call(response, statusLine + withVary.text, given);
    tell(response, withVary);
  }
}

function givesPolicysName(given: object): boolean {
  if (Array.isArray(given)) return true;
  for (const name in given) if (isPolicysName(name)) return true;
  return false;
}

/** Whether it is `Vary`, or one of the CORS headers, which have 22 letters at least. */
function isPolicysName(name: string): boolean {
  return name.length === 4
    ? name.toLowerCase() === "vary"
    : name.length >= 22 && isCorsResponseHeader(name.toLowerCase());
}

export type HeaderValue = string | number | string[];
export type Pair = readonly [name: string, value: HeaderValue];

/** The handler's headers without the policy's, and with what both have to say in `Vary`. */
function withMergedVary(given: readonly Pair[], vary: readonly string[]): Pair[] {
  const existing = given.flatMap(([name, value]) => (name.toLowerCase() === "vary" ? String(value) : [])).join(", ");
  const merged = mergeVary(existing, vary) ?? existing;
  const others = given.filter(([name]) => !isPolicysName(name));
  return merged === "" ? others : [...others, ["Vary", merged]];
}

/** What `writeHead` takes, in pairs: an object, pairs, or names and values in turn, as `rawHeaders` has them. */
export function inPairs(headers: object): readonly Pair[] {
  if (!Array.isArray(headers)) return Object.entries(headers);
  if (Array.isArray(headers[0])) return headers as readonly Pair[];
  const pairs: Pair[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    pairs.push([headers[index] as string, headers[index + 1] as HeaderValue]);
  }
  return pairs;
}

const told: unique symbol = Symbol("concors told");

interface Telling {
  [told]?: HeaderLines["values"];
}

/** Has a response say what was sent, to whoever writes a log of it. */
function tell(response: ServerResponse, { values }: HeaderLines): void {
  (response as Telling)[told] = values;
  response.getHeader = getHeader;
  response.getHeaders = getHeaders;
  response.getHeaderNames = getHeaderNames;
  response.hasHeader = hasHeader;
}

function getHeader(this: ServerResponse, name: string) {
  return (this as Telling)[told]![name.toLowerCase()] ?? methodsOf(this).getHeader.call(this, name);
}

function getHeaders(this: ServerResponse) {
  return Object.assign(methodsOf(this).getHeaders.call(this), (this as Telling)[told]);
}

function getHeaderNames(this: ServerResponse): string[] {
  return Object.keys(this.getHeaders());
}

function hasHeader(this: ServerResponse, name: string): boolean {
  return this.getHeader(name) !== undefined;
}

function methodsOf(response: ServerResponse): ServerResponse {
  return Object.getPrototypeOf(response) as ServerResponse;
}
