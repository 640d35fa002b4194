import type { Decision, DecisionHeader } from "../policy/decision.ts";
import { isCorsResponseHeader } from "./cors-response-headers.ts";
import { mergeVary } from "./merge-vary.ts";

/**
 * Where a runtime keeps the head of a response, which `node:http` tells nobody: as the text that is sent, and as the
 * headers that were set.
 *
 * To set four headers takes Node two thirds of what all else of a small response takes: each is checked, kept, looked up,
 * and added to the text by itself. A policy's are the same for many responses, and can be added as one text. So the first
 * response is written as documented, and shows where its head is kept; where that is not found, all are written so.
 */
export interface HeadPlace {
  /** The property that holds the headers that were set, by their names in lower case; null as long as there are none. */
  readonly headers: symbol;
  /** The runtime's own methods, before anybody put others in their place. */
  readonly own: HeadMethods;
}

/** What a response does with its head. Who puts another method in its place wants to know of every header. */
interface HeadMethods {
  readonly setHeader: unknown;
  /** Writes the text; of `node:http` alone. */
  readonly [storeHeader]?: unknown;
}

const storeHeader = "_storeHeader";

/** The text's property; null as long as there is none. */
const headText = "_header";

/** Headers that were set, by their names in lower case. */
type SetHeaders = Record<string, DecisionHeader>;

interface KeptHead extends HeadMethods {
  [headText]: string;
  [headers: symbol]: SetHeaders | null | undefined;
}

/**
 * Looks for the head of a response that a decision's headers were set on.
 *
 * @param response one whose head is written, but not sent
 * @param prototype the runtime's own, which it inherits from
 * @returns null if it is not kept as Node does; undefined if the decision has no header to look for
 */
export function findHeadPlace(
  response: object,
  prototype: HeadMethods,
  decision: Decision,
): HeadPlace | null | undefined {
  const header = decision.headers[0];
  if (header === undefined) return undefined;
  const [name, value] = header;
  // One that is its own property, so that it is known to change when it is assigned to.
  const text: unknown = Object.getOwnPropertyDescriptor(response, headText)?.value;
  if (typeof text !== "string" || !text.endsWith("\r\n\r\n") || !text.includes(`\r\n${name}: ${value}\r\n`))
    return null;
  const kept = response as unknown as KeptHead;
  const place = Object.getOwnPropertySymbols(response).find((symbol) => {
    const pair = kept[symbol]?.[name.toLowerCase()];
    return pair?.[0] === name && pair[1] === value;
  });
  if (place === undefined) return null;
  return { headers: place, own: { setHeader: prototype.setHeader, [storeHeader]: prototype[storeHeader] } };
}

/**
 * Whether all that there is to do for a response is to add headers to its head: nobody else has said anything in them.
 *
 * @param given what `writeHead` was called with, after the status
 */
export function canBeAddedTo(response: object, { headers, own }: HeadPlace, given: readonly unknown[]): boolean {
  const kept = response as unknown as KeptHead;
  if (kept.setHeader !== own.setHeader || kept[storeHeader] !== own[storeHeader]) return false;
  for (const name in kept[headers]) if (isSaidElsewhere(name)) return false;
  const list = headersIn(given);
  if (!Array.isArray(list)) {
    for (const name in list as object | undefined) if (isSaidElsewhere(name)) return false;
    return true;
  }
  for (let index = 0; index < list.length; index += 2) {
    const name: unknown = list[index];
    if (typeof name !== "string" || isSaidElsewhere(name)) return false;
  }
  return true;
}

/** Of what `writeHead` was called with, the headers: the reason comes before them, if there is one. */
export function headersIn(given: readonly unknown[]): unknown {
  return typeof given[0] === "string" ? given[1] : (given[1] ?? given[0]);
}

/** Whether a header is for the policy to replace or to add to, or has Node send the head as soon as it is written. */
function isSaidElsewhere(name: string): boolean {
  if (name.length === 4) return name.toLowerCase() === "vary";
  if (name.length === 6) return name.toLowerCase() === "expect";
  return isCorsResponseHeader(name);
}

/** What a decision adds to a head. */
export interface HeadPart {
  /** Lines of text, each with its end. */
  readonly text: string;
  /** Has headers that were set be those of the decision as well. */
  readonly shown: ProxyHandler<SetHeaders>;
}

const parts = new WeakMap<Decision, HeadPart | null>();

/** What a decision adds to a head that says nothing of it; null if that has to be set. */
export function headPartOf(decision: Decision): HeadPart | null {
  let part = parts.get(decision);
  if (part === undefined) {
    part = newHeadPart(decision);
    parts.set(decision, part);
  }
  return part;
}

function newHeadPart({ headers, vary }: Decision): HeadPart | null {
  // `Server-Timing` is added to what is there.
  if (!headers.every(([name]) => isCorsResponseHeader(name))) return null;
  const varied = mergeVary("", vary);
  const all = varied === null ? headers : [...headers, ["Vary", varied] as const];
  // A decision may be another's than this policy's. What is wrong with a value, Node says when it is set.
  if (!all.every(([, value]) => fieldValue.test(value))) return null;
  const byName = Object.fromEntries(all.map((header) => [header[0].toLowerCase(), header]));
  if (Object.keys(byName).length < all.length) return null;
  return {
    text: all.map(([name, value]) => `${name}: ${value}\r\n`).join(""),
    shown: showing(byName),
  };
}

/** To put them there takes as long as all else, and few ask for them: so they are put there when somebody does. */
function showing(headers: SetHeaders): ProxyHandler<SetHeaders> {
  return {
    get: (set, name) => Object.assign(set, headers)[name as string],
    has: (set, name) => name in Object.assign(set, headers),
    ownKeys: (set) => Reflect.ownKeys(Object.assign(set, headers)),
    getOwnPropertyDescriptor: (set, name) => Object.getOwnPropertyDescriptor(Object.assign(set, headers), name),
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-5.5 */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]+$/;

/**
 * Adds to the head of a response, between `writeHead` and what is sent.
 *
 * @param given what `writeHead` was called with, after the status
 */
export function addToHead(
  response: object,
  place: HeadPlace,
  { text, shown }: HeadPart,
  given: readonly unknown[],
): void {
  const kept = response as unknown as KeptHead;
  kept[headText] = `${kept[headText].slice(0, -2)}${text}\r\n`;
  // `getHeader` says afterwards what was set: to a log, say. What is given to `writeHead` alone, Node does not keep either.
  const set = kept[place.headers];
  const isKept = set !== null && set !== undefined;
  if (isKept || headersIn(given) === undefined) {
    kept[place.headers] = new Proxy(isKept ? set : (Object.create(null) as SetHeaders), shown);
  }
}
