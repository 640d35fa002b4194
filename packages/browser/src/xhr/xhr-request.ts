import type { Header } from "concors/protocol";
import {
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isHeaderName,
  isHeaderValue,
  isMethod,
  normalizeHeaderValue,
  normalizeMethod,
  parseMimeType,
} from "concors/protocol";
import type { BodyInit } from "../body-content.ts";
import { extractBody } from "../body-content.ts";
import { byteString } from "../byte-string.ts";
import type { Client, FetchRequest } from "../engine/index.ts";
import { createPageRequest } from "../engine/index.ts";
import { urlOf } from "../request-parts.ts";

/** What an XMLHttpRequest is between `open()` and `send()`. */
export interface OpenedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headerList: Header[];
}

/**
 * The part of `open()` that makes a request.
 *
 * @throws DOMException "SyntaxError" if the method or the URL is none, "SecurityError" if the method is forbidden
 * @see https://xhr.spec.whatwg.org/#the-open()-method
 */
export function openRequest(client: Client, method: string, url: string | URL): OpenedRequest {
  if (!isMethod(method)) throw new DOMException(`${JSON.stringify(method)} is not an HTTP method.`, "SyntaxError");
  if (isForbiddenMethod(method)) throw new DOMException(`${method} is a forbidden method.`, "SecurityError");
  let parsed: URL;
  try {
    parsed = urlOf(client, url);
  } catch (error) {
    throw new DOMException((error as Error).message, "SyntaxError");
  }
  // AD-HOC: The standard lets credentials in a URL answer a server that asks; nothing here answers, so they would be lost.
  if (parsed.username !== "" || parsed.password !== "") {
    throw new DOMException("A URL with a username or password is not supported.", "NotSupportedError");
  }
  return { method: normalizeMethod(method), url: parsed, headerList: [] };
}

/**
 * Combines a header with what is there; ignores those that a page may not set.
 *
 * @throws DOMException "SyntaxError" if the name or the value is not one of a header
 * @see https://xhr.spec.whatwg.org/#the-setrequestheader()-method
 */
export function setRequestHeader(headerList: Header[], name: string, potentialValue: string): void {
  name = byteString(name);
  const value = normalizeHeaderValue(byteString(potentialValue));
  if (!isHeaderName(name)) throw new DOMException(`${JSON.stringify(name)} is not a header name.`, "SyntaxError");
  if (!isHeaderValue(value)) throw new DOMException(`${JSON.stringify(value)} is not a header value.`, "SyntaxError");
  if (isForbiddenRequestHeader(name, value)) return;
  const at = headerList.findIndex(([other]) => other.toLowerCase() === name.toLowerCase());
  if (at === -1) headerList.push([name, value]);
  else headerList[at] = [headerList[at]![0], `${headerList[at]![1]}, ${value}`];
}

/**
 * The part of `send()` that completes the request.
 *
 * @see https://xhr.spec.whatwg.org/#the-send()-method
 */
export function sendRequest(
  client: Client,
  opened: OpenedRequest,
  body: BodyInit | null,
  flags: { readonly withCredentials: boolean; readonly useCorsPreflight: boolean },
): FetchRequest {
  const takesBody = opened.method !== "GET" && opened.method !== "HEAD";
  const extracted = body === null || !takesBody ? null : extractBody(body);
  const headers = typeof body === "string" && takesBody ? withUtf8Charset(opened.headerList) : opened.headerList;
  return createPageRequest(client, opened.url, {
    method: opened.method,
    headers,
    credentials: flags.withCredentials ? "include" : "same-origin",
    useCorsPreflight: flags.useCorsPreflight,
    initiator: "xhr",
    ...(extracted === null ? {} : { body: extracted }),
  });
}

/** A string goes out as UTF-8, whatever its script's `Content-Type` says. */
function withUtf8Charset(headerList: readonly Header[]): readonly Header[] {
  return headerList.map(([name, value]): Header => {
    if (name.toLowerCase() !== "content-type") return [name, value];
    const charset = parseMimeType(value)?.parameters.get("charset");
    if (charset === undefined || charset.toLowerCase() === "utf-8") return [name, value];
    return [name, value.replace(/(;\s*charset=)(?:"[^"]*"|[^;]*)/i, "$1UTF-8")];
  });
}
