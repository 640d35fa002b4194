import type { Decision, DecisionHeader } from "../policy/decision.ts";
import { areSetOthers, headPartOf, headText, policysHeaders, showInHead } from "./node-head.ts";
import type { Head, HeadWriting, SetHeaders } from "./node-head.ts";
import { readProperty, tellShapes } from "./own-shape.ts";
import { setCorsHeaders } from "./set-headers.ts";
import type { NodeResponse } from "./set-headers.ts";

const responseOf: unique symbol = Symbol("response");

/** Headers that are set on a response, and inherit those of a policy. */
interface Inheriting extends SetHeaders {
  [responseOf]: Head;
}

/** What they inherit is asked for by this name. Nobody else does: Node looks for names in lower case. */
const lines = "CORS";

/**
 * What the headers that are set on a response can inherit, so that Node writes a decision's with them, and nothing is added
 * to the response itself. Nobody but Node sees them there.
 *
 * @param leave is called as soon as anybody sets a header that is for the policy to replace or to add to: from then on the
 *   headers of the response inherit nothing any more
 * @returns null if there is nothing to inherit, or what has to be set
 */
export function inheritanceOf(
  decision: Decision,
  writing: HeadWriting,
  leave: (response: Head) => void,
): object | null {
  const part = headPartOf(decision);
  if (part === null || part.text === "") return null;
  // Of the first header Node makes a line; the others' are in its value.
  const colon = part.text.indexOf(": ");
  const header: DecisionHeader = [part.text.slice(0, colon), part.text.slice(colon + 2, -2)];

  const properties: Record<string, PropertyDescriptor & ThisType<Inheriting>> = {
    [lines]: {
      enumerable: true,
      get() {
        const response = this[responseOf];
        if (readProperty(response, "setHeader") === writing.setHeader) {
          showInHead(response, writing, part, this);
        } else {
          // Somebody wants to know of each that is set. Of the names that this adds, Node has none in its loop any more.
          Object.setPrototypeOf(this, null);
          setCorsHeaders(response as unknown as NodeResponse, decision);
        }
        return header;
      },
    },
  };
  for (const name of policysHeaders) {
    properties[name] = {
      set(value: DecisionHeader) {
        Object.setPrototypeOf(this, null);
        this[name] = value;
        leave(this[responseOf]);
      },
    };
  }
  return Object.create(null, properties) as object;
}

/** Has the headers that are set on a response inherit; false if they cannot. */
export function inherit(response: object, { headers }: HeadWriting, inheritance: object): boolean {
  const set = readProperty(response as Head, headers) as Inheriting | null | undefined;
  // If there are none, `writeHead` takes others in more forms.
  if (!set || Object.getPrototypeOf(set) !== null || !areSetOthers(set)) return false;
  set[responseOf] = response as Head;
  Object.setPrototypeOf(set, inheritance);
  return true;
}

/** What the headers that are set on a response inherit; null if that is nothing. */
export function inheritanceAt(response: object): object | null {
  const set = readProperty(response as Head, nodesHeaders);
  return set ? (Object.getPrototypeOf(set) as object | null) : null;
}

/** The property that Node keeps them in, once it is known. */
let nodesHeaders: symbol = Symbol("unknown");

/**
 * From now on responses with a shape of their own may be told, if Node writes what headers inherit: it is tried on a
 * response that nobody gets.
 *
 * @param prototype Node's own
 */
export function learnInheriting(prototype: object, { headers, storeHeader: store }: HeadWriting): void {
  const inheriting = Object.create({ __proto__: null, [lines]: ["A", "1\r\nB: 2"] }) as SetHeaders;
  const trial = Object.create(prototype, { [headers]: { value: inheriting } }) as Head;
  try {
    store.call(trial, "HTTP/1.1 200 OK\r\n", inheriting);
  } catch {
    return;
  }
  if (!String(trial[headText]).includes("\r\nA: 1\r\nB: 2\r\n")) return;
  nodesHeaders = headers;
  tellShapes(prototype);
}
