import type { Decision, DecisionHeader } from "../policy/decision.ts";
import { corsResponseHeaders, isCorsResponseHeader } from "./cors-response-headers.ts";
import { mergeVary } from "./merge-vary.ts";

/**
 * How a runtime writes the head of a response, which `node:http` tells nobody: `writeHead` ends with a call of another
 * method, which has the first line, and the headers, and makes one text of them.
 *
 * To set four headers takes Node two thirds of what all else of a small response takes: each is checked, kept, looked up,
 * and added to the text by itself. A policy's are the same for many responses, and can follow the first line as one text.
 * So the first response is written as documented, and shows how that is done; where it is done otherwise, all are written
 * so.
 */
export interface HeadWriting {
  /** Writes the text. */
  readonly storeHeader: StoreHeader;
  /** The property that holds the headers that were set, by their names in lower case; null as long as there are none. */
  readonly headers: symbol;
  /** The runtime's own, before anybody put another in its place. */
  readonly setHeader: unknown;
}

/**
 * Writes the head of the response that it is called on.
 *
 * @param firstLine with its end
 * @param headers those that were set, or those that `writeHead` was called with if none were
 */
export type StoreHeader = (this: object, firstLine: string, headers: unknown) => void;

/** The name of what writes the text; not there in responses of `node:http2`, nor in Bun. */
export const storeHeader = "_storeHeader";

/** The text's property; null as long as there is none. */
export const headText = "_header";

/** Headers that were set, by their names in lower case. */
export type SetHeaders = Record<string, DecisionHeader>;

/** What of a response has to do with its head. */
export interface Head {
  setHeader: unknown;
  [storeHeader]?: StoreHeader;
  readonly [headText]?: unknown;
  [headers: symbol]: SetHeaders | null | undefined;
}

/**
 * Looks how the head of a response is written that a decision's headers were set on.
 *
 * @param write writes it
 * @param prototype the runtime's own, which the response inherits from
 * @returns null if it is not as Node does it; undefined if that cannot be told from this response
 */
export function findHeadWriting(
  response: object,
  prototype: object,
  { headers: [header] }: Decision,
  write: () => void,
): HeadWriting | null | undefined {
  const head = response as Head;
  const { [storeHeader]: store, setHeader } = prototype as Head;
  if (store === undefined || header === undefined || head[storeHeader] !== store) {
    write();
    return store === undefined ? null : undefined;
  }
  const written: { readonly firstLine: unknown; readonly headers: unknown }[] = [];
  head[storeHeader] = function (firstLine, headers) {
    written.push({ firstLine, headers });
    store.call(this, firstLine, headers);
  };
  write();
  const text = head[headText];
  const [first] = written;
  if (first === undefined || written.length > 1 || !isWritten(header, first.firstLine, text)) return null;
  const headers = Object.getOwnPropertySymbols(response).find((symbol) => isKept(header, head[symbol]));
  if (headers === undefined || head[headers] !== first.headers) return null;
  return { storeHeader: store, headers, setHeader };
}

/** Whether a text begins with a line, and has a header in a line of its own. */
function isWritten([name, value]: DecisionHeader, firstLine: unknown, text: unknown): boolean {
  return (
    typeof firstLine === "string" &&
    firstLine.endsWith("\r\n") &&
    typeof text === "string" &&
    text.startsWith(firstLine) &&
    text.includes(`\r\n${name}: ${value}\r\n`)
  );
}

function isKept([name, value]: DecisionHeader, kept: SetHeaders | null | undefined): boolean {
  const pair = kept?.[name.toLowerCase()];
  return pair?.[0] === name && pair[1] === value;
}

/** The headers that were set on a response; null or undefined if none were. */
export function headersSetOn(response: object, { headers }: HeadWriting): SetHeaders | null | undefined {
  return (response as Head)[headers];
}

/**
 * Whether all that there is to do is to add headers to a head: nobody else has said anything in them, and nobody wants to
 * know of each that is set.
 *
 * @param headers what `StoreHeader` is called with
 * @param areSet whether they are those that were set
 */
export function canBeAddedTo(response: object, writing: HeadWriting, headers: unknown, areSet: boolean): boolean {
  if ((response as Head).setHeader !== writing.setHeader) return false;
  if (typeof headers !== "object" || headers === null) return true;
  return areSet ? areSetOthers(headers) : areGivenOthers(headers);
}

/** @param headers whose names are in lower case, and of which there may be many */
export function areSetOthers(headers: object): boolean {
  for (const name of policysHeaders) if (name in headers) return false;
  return true;
}

/** @param headers as `writeHead` takes them */
function areGivenOthers(headers: object): boolean {
  if (!Array.isArray(headers)) {
    for (const name in headers) if (isPolicysHeader(name)) return false;
    return true;
  }
  for (let index = 0; index < headers.length; index += 2) {
    const name: unknown = headers[index];
    if (typeof name !== "string" || isPolicysHeader(name)) return false;
  }
  return true;
}

/** The headers that are for a policy to replace or to add to. */
export const policysHeaders: readonly string[] = ["vary", ...corsResponseHeaders];

function isPolicysHeader(name: string): boolean {
  return name.length === 4 ? name.toLowerCase() === "vary" : isCorsResponseHeader(name);
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
  // From now on they are there, and inherited no more.
  const whole = (set: SetHeaders): SetHeaders => {
    Object.setPrototypeOf(set, null);
    return Object.assign(set, headers);
  };
  return {
    get: (set, name) => whole(set)[name as string],
    has: (set, name) => name in whole(set),
    ownKeys: (set) => Reflect.ownKeys(whole(set)),
    getOwnPropertyDescriptor: (set, name) => Object.getOwnPropertyDescriptor(whole(set), name),
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-5.5 */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]+$/;

/**
 * Has a head that was written with a decision's headers added to it be one that they were set for: `getHeader` says
 * afterwards what was set, to a log, say. What is given to `writeHead` alone, Node does not keep either.
 *
 * @param set the headers that were set, if any were
 */
export function showInHead(response: object, { headers }: HeadWriting, { shown }: HeadPart, set: unknown): void {
  (response as Head)[headers] = new Proxy((set ?? Object.create(null)) as SetHeaders, shown);
}
