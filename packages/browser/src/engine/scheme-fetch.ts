import { parseMimeType } from "concors/protocol";
import type { NetworkResponse } from "./network.ts";

/**
 * The response to a `data:` URL; null if it is not a valid one.
 *
 * @see https://fetch.spec.whatwg.org/#data-url-processor
 */
export function dataUrlResponse(href: string): NetworkResponse | null {
  const fragment = href.indexOf("#");
  const input = href.slice("data:".length, fragment === -1 ? undefined : fragment);
  const comma = input.indexOf(",");
  if (comma === -1) return null;
  let mimeType = input.slice(0, comma).trim();
  const data = input.slice(comma + 1);
  const base64 = /;[ ]*base64$/i.exec(mimeType);
  if (base64 !== null) mimeType = mimeType.slice(0, base64.index);
  if (mimeType.startsWith(";")) mimeType = `text/plain${mimeType}`;
  const body = base64 === null ? percentDecoded(data) : base64Decoded(data);
  if (body === null) return null;
  const contentType = parseMimeType(mimeType) === null ? "text/plain;charset=US-ASCII" : mimeType;
  return { status: 200, statusText: "OK", headerList: [["Content-Type", contentType]], body };
}

function percentDecoded(data: string): Uint8Array {
  const source = new TextEncoder().encode(data);
  const bytes: number[] = [];
  for (let at = 0; at < source.length; at++) {
    const hex =
      source[at] === 0x25 ? /^[0-9a-f]{2}$/i.exec(String.fromCharCode(...source.subarray(at + 1, at + 3))) : null;
    if (hex === null) {
      bytes.push(source[at]!);
    } else {
      bytes.push(Number.parseInt(hex[0], 16));
      at += 2;
    }
  }
  return Uint8Array.from(bytes);
}

function base64Decoded(data: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(String.fromCharCode(...percentDecoded(data))), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
