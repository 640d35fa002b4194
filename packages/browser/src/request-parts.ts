import type { Header } from "concors/protocol";
import { isSameOrigin, originOfUrl } from "concors/protocol";
import type { ExtractedBody } from "./body-content.ts";
import { extractBody } from "./body-content.ts";
import { byteString } from "./byte-string.ts";
import type { Client, FetchRequest, PageRequestInit } from "./engine/index.ts";
import type { HeadersInit } from "./headers.ts";
import { headerPairs } from "./headers.ts";
import { checkEnumerations } from "./request-enumerations.ts";
import type { RequestInit } from "./request-init.ts";

/**
 * The URL that a page means; a relative one is resolved against the page's own.
 *
 * @throws TypeError if it is not a URL
 */
export function urlOf(client: Client, input: string | URL): URL {
  try {
    return new URL(input, client.url);
  } catch {
    throw new TypeError(`${JSON.stringify(String(input))} is not a URL.`);
  }
}

/**
 * What a request's referrer becomes: a page can name itself only.
 *
 * @throws TypeError if it is not a URL
 */
function referrerOf(client: Client, referrer: string): string {
  if (referrer === "") return "";
  const url = urlOf(client, referrer);
  if (url.href === "about:client" || !isSameOrigin(originOfUrl(url), client.origin)) return "about:client";
  return url.href;
}

type Writable<Type> = { -readonly [Member in keyof Type]: Type[Member] };

/** What a page's arguments come to, for the fetch algorithm. */
export type RequestParts = Writable<PageRequestInit>;

/**
 * The members of a RequestInit that the fetch algorithm looks at, its body aside.
 *
 * @throws TypeError if one has a value that it cannot have
 */
export function partsOfInit(client: Client, init: RequestInit): RequestParts {
  checkEnumerations(init);
  const { method, headers, mode, credentials, cache, keepalive, redirect, referrer, referrerPolicy } = init;
  const parts: RequestParts = {};
  if (method !== undefined) parts.method = byteString(method);
  if (headers !== undefined) parts.headers = headerListOfInit(headers);
  if (mode !== undefined) parts.mode = mode;
  if (credentials !== undefined) parts.credentials = credentials;
  if (cache !== undefined) parts.cache = cache;
  if (keepalive !== undefined) parts.keepalive = keepalive;
  if (redirect !== undefined) parts.redirect = redirect;
  if (referrer !== undefined) parts.referrer = referrerOf(client, referrer);
  // The empty policy is the page's own: the default.
  if (referrerPolicy !== undefined && referrerPolicy !== "") parts.referrerPolicy = referrerPolicy;
  return parts;
}

function headerListOfInit(headers: HeadersInit): Header[] {
  const headerList: Header[] = [];
  for (const [name, value] of headerPairs(headers)) headerList.push([byteString(name), byteString(value)]);
  return headerList;
}

/** The same members of a request that there is already. */
export function partsOfRequest(request: FetchRequest): RequestParts {
  return {
    method: request.method,
    headers: request.headerList,
    mode: request.mode,
    credentials: request.credentialsMode,
    cache: request.cacheMode,
    keepalive: request.keepalive,
    redirect: request.redirectMode,
    referrer: request.referrer,
    referrerPolicy: request.referrerPolicy,
  };
}

/**
 * The body of a RequestInit.
 *
 * @throws TypeError if it is a stream and `duplex` does not say so
 */
export function bodyOfInit({ body, duplex }: RequestInit): ExtractedBody | null {
  if (body === undefined || body === null) return null;
  const extracted = extractBody(body);
  if (!extracted.hasSource && duplex === undefined) throw new TypeError('A stream as a body needs duplex: "half".');
  return extracted;
}
