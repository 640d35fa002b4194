import type {
  CredentialsMode,
  EmbedderPolicyValue,
  Header,
  RedirectMode,
  ReferrerPolicy,
  RequestMode,
} from "concors/protocol";
import {
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isMethod,
  isPotentiallyTrustworthyOrigin,
  isHeaderName,
  isHeaderValue,
  isCorsSafelistedMethod,
  isNoCorsSafelistedRequestHeader,
  normalizeHeaderValue,
  normalizeMethod,
  opaqueOrigin,
  originOfUrl,
  serializeOrigin,
} from "concors/protocol";
import type { AddressSpace } from "./address-space.ts";
import { addressSpaceOf } from "./address-space.ts";
import type { CacheMode, Client, FetchRequest, HandleFetch, UrlBlock } from "./fetch-request.ts";
import type { Initiator } from "./initiator.ts";
import type { RequestBody } from "./network.ts";

export interface ClientOptions {
  /** A frame with the sandbox attribute and without allow-same-origin: its origin is opaque. */
  readonly sandboxed?: boolean;
  /** The page's Cross-Origin-Embedder-Policy. */
  readonly embedderPolicy?: EmbedderPolicyValue;
  /** The site setting that browsers have for mixed content; "block" if left out. */
  readonly insecureContent?: "allow" | "block";
  /** How public the address is that the page came from; by default what its host name tells. */
  readonly addressSpace?: AddressSpace;
  /** What the page's Content-Security-Policy blocks; nothing if left out. */
  readonly isBlockedByPolicy?: UrlBlock;
  /** What the page's service worker answers; nothing if it has none. */
  readonly handleFetch?: HandleFetch;
}

/** A page, or a sandboxed frame of it, as the one that fetches. */
export function createClient(pageUrl: URL, options: ClientOptions = {}): Client {
  const pageOrigin = originOfUrl(pageUrl);
  // A file has no origin, and is as near and as trustworthy as anything can be.
  const isFile = pageUrl.protocol === "file:";
  const origin = options.sandboxed === true ? opaqueOrigin() : pageOrigin;
  return {
    origin,
    serializedOrigin: serializeOrigin(origin),
    url: pageUrl,
    networkPartitionKey: serializeOrigin(pageOrigin),
    embedderPolicyValue: options.embedderPolicy ?? "unsafe-none",
    allowsInsecureContent: options.insecureContent === "allow",
    isSecureContext: isFile || isPotentiallyTrustworthyOrigin(pageOrigin),
    addressSpace: options.addressSpace ?? (isFile ? "loopback" : addressSpaceOf(pageUrl.hostname)),
    isBlockedByPolicy: options.isBlockedByPolicy ?? (() => false),
    handleFetch: options.handleFetch ?? (() => null),
  };
}

/** The parts of a RequestInit that reach the fetch algorithm. */
export interface PageRequestInit {
  readonly method?: string;
  readonly headers?: readonly Header[];
  readonly body?: RequestBody & { readonly type: string | null };
  readonly mode?: RequestMode;
  readonly credentials?: CredentialsMode;
  readonly redirect?: RedirectMode;
  readonly cache?: CacheMode;
  readonly referrer?: string;
  readonly referrerPolicy?: ReferrerPolicy;
  readonly useCorsPreflight?: boolean;
  readonly keepalive?: boolean;
  /** "fetch" if left out. */
  readonly initiator?: Initiator;
}

/**
 * What `new Request(url, init)` makes of its arguments, for the fetch algorithm.
 *
 * @throws TypeError as the constructor does
 * @see https://fetch.spec.whatwg.org/#dom-request
 */
export function createPageRequest(client: Client, url: URL, init: PageRequestInit = {}): FetchRequest {
  if (url.username !== "" || url.password !== "") {
    throw new TypeError(`The URL ${url.href} includes credentials, which a request cannot.`);
  }
  const mode = init.mode ?? "cors";
  const method = methodOf(init.method ?? "GET", mode);
  const body = init.body ?? null;
  if (body !== null && (method === "GET" || method === "HEAD")) {
    throw new TypeError(`A ${method} request cannot have a body.`);
  }
  if (body !== null && !body.hasSource && init.keepalive === true) {
    throw new TypeError("A stream as a body does not go with keepalive.");
  }
  const headerList = headerListOf(init.headers ?? [], mode);
  if (body !== null && body.type !== null && !headerList.some(([name]) => name.toLowerCase() === "content-type")) {
    const header: Header = ["Content-Type", body.type];
    if (mode !== "no-cors" || isNoCorsSafelistedRequestHeader(...header)) headerList.push(header);
  }
  return {
    client,
    initiator: init.initiator ?? "fetch",
    method,
    headerList,
    body,
    mode,
    credentialsMode: init.credentials ?? "same-origin",
    redirectMode: init.redirect ?? "follow",
    cacheMode: init.cache ?? "default",
    referrer: init.referrer ?? "about:client",
    referrerPolicy: init.referrerPolicy ?? "strict-origin-when-cross-origin",
    // Set this’s request’s use-CORS-preflight flag, if the body’s source is null.
    useCorsPreflight: init.useCorsPreflight ?? (body !== null && !body.hasSource),
    keepalive: init.keepalive ?? false,
    urlList: [url],
    originList: [originOfUrl(url)],
    responseTainting: "basic",
    redirectCount: 0,
  };
}

function methodOf(method: string, mode: RequestMode): string {
  if (!isMethod(method)) throw new TypeError(`${JSON.stringify(method)} is not an HTTP method.`);
  if (isForbiddenMethod(method)) throw new TypeError(`${method} is a forbidden method.`);
  const normalized = normalizeMethod(method);
  if (mode === "no-cors" && !isCorsSafelistedMethod(normalized)) {
    throw new TypeError(`${normalized} is not allowed in "no-cors" mode; GET, HEAD and POST are.`);
  }
  return normalized;
}

/** @see https://fetch.spec.whatwg.org/#concept-headers-append */
function headerListOf(headers: readonly Header[], mode: RequestMode): Header[] {
  const headerList: Header[] = [];
  for (const [name, potentialValue] of headers) {
    const value = normalizeHeaderValue(potentialValue);
    if (!isHeaderName(name)) throw new TypeError(`${JSON.stringify(name)} is not a header name.`);
    if (!isHeaderValue(value)) throw new TypeError(`${JSON.stringify(value)} is not a header value.`);
    if (isForbiddenRequestHeader(name, value)) continue;
    if (mode === "no-cors" && !isNoCorsSafelistedRequestHeader(name, value)) continue;
    headerList.push([name, value]);
  }
  return headerList;
}
