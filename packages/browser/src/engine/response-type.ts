import type { HeaderList } from "concors/protocol";
import { get, parseMimeType } from "concors/protocol";
import type { Initiator } from "./initiator.ts";

/** What an element takes: the standard's destination, where it is one that is looked at. */
const destinations: Readonly<Partial<Record<Initiator, "image" | "script" | "style">>> = {
  img: "image",
  script: "script",
  module: "script",
  import: "script",
  worker: "script",
  style: "style",
};

/** HTML, JSON and XML, which no element takes. */
const dataTypes = /^(?:text\/html|(?:application|text)\/(?:[\w.-]+\+)?(?:json|xml))$/;

/**
 * Should response to request be blocked due to nosniff? The type that it is blocked for; null if it is not.
 *
 * @see https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?
 */
export function blockedDueToNosniff(initiator: Initiator, headerList: HeaderList): string | null {
  const destination = destinations[initiator];
  // NOTE: Considering "image" was not compatible with deployed content.
  if (destination === undefined || destination === "image" || !isNosniff(headerList)) return null;
  const essence = essenceOf(headerList) ?? "";
  return isFor(destination, essence) ? null : essence;
}

/**
 * Opaque Response Blocking: the type that a response which was asked for without CORS is withheld for; null if it is not.
 *
 * AD-HOC: The body is not looked into, so a script that is sent as HTML is not told from a page.
 *
 * @see https://github.com/annevk/orb
 */
export function blockedAsOpaque(initiator: Initiator, headerList: HeaderList): string | null {
  const destination = destinations[initiator];
  const essence = essenceOf(headerList);
  if (destination === undefined || essence === null || isFor(destination, essence)) return null;
  return isNosniff(headerList) || dataTypes.test(essence) ? essence : null;
}

function isFor(destination: "image" | "script" | "style", essence: string): boolean {
  switch (destination) {
    case "image":
      return essence.startsWith("image/");
    case "script":
      return /^(?:application|text)\/(?:x-)?(?:java|ecma|j|live)script(?:1\.[0-5])?$/.test(essence);
    default:
      return essence === "text/css";
  }
}

/** null if there is no Content-Type. */
function essenceOf(headerList: HeaderList): string | null {
  const type = get(headerList, "Content-Type");
  return type === null ? null : (parseMimeType(type)?.essence ?? "");
}

function isNosniff(headerList: HeaderList): boolean {
  return get(headerList, "X-Content-Type-Options")?.split(",")[0]!.trim().toLowerCase() === "nosniff";
}
