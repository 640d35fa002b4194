import type { FetchRequest } from "./fetch-request.ts";
import { currentUrl } from "./fetch-request.ts";
import type { Rules } from "./rules.ts";

function isStream({ body }: FetchRequest): boolean {
  return body !== null && !body.hasSource;
}

/** Whether the engine refuses the request for its body, before anything is sent. */
export function refusesStream(request: FetchRequest, { streamUpload }: Rules): boolean {
  return streamUpload === "refused" && isStream(request);
}

/**
 * If connection is an HTTP/1.x connection, request’s body is non-null, and request’s body’s source is null, then return
 * a network error.
 *
 * AD-HOC: Browsers speak HTTP/2 over TLS alone, and of https it is taken that the server speaks it too.
 *
 * @see https://fetch.spec.whatwg.org/#concept-http-network-fetch
 */
export function needsHttp2(request: FetchRequest, { streamUpload }: Rules): boolean {
  return streamUpload === "http2" && isStream(request) && currentUrl(request).protocol === "http:";
}

/** For an engine that knows no streams, a stream is an object like any other: its text is sent. */
export function stringifyStream(request: FetchRequest, { streamUpload }: Rules): void {
  if (streamUpload !== "as-text" || !isStream(request)) return;
  const content = new TextEncoder().encode("[object ReadableStream]");
  request.body = { content, hasSource: true, length: content.length };
  request.useCorsPreflight = false;
  if (request.headerList.some(([name]) => name.toLowerCase() === "content-type")) return;
  request.headerList = [...request.headerList, ["Content-Type", "text/plain;charset=UTF-8"]];
}
