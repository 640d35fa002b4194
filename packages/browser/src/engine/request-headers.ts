import type { Header } from "concors/protocol";
import { contains, requestOriginHeader } from "concors/protocol";
import { combinedHeaderList } from "./combined-header-list.ts";
import type { CacheMode, FetchRequest } from "./fetch-request.ts";
import { currentOrigin } from "./fetch-request.ts";
import { cookieHeader } from "./fetch-cookies.ts";
import { fetchMetadataHeaders } from "./fetch-metadata.ts";
import type { FetchState } from "./fetch-state.ts";
import { serializedRequestOrigin } from "./fetch-state.ts";

/**
 * The header list that goes out for the request itself: HTTP-network-or-cache fetch's part of it.
 *
 * @see https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
 */
export function actualRequestHeaders(state: FetchState): Header[] {
  const { agent, request, hop } = state;
  const headerList = agent.rules.combinesSentHeaders ? combinedHeaderList(request.headerList) : [...request.headerList];
  if (!contains(headerList, "Accept")) headerList.push(["Accept", "*/*"]);

  const contentLength = contentLengthValue(request);
  if (contentLength !== null) headerList.push(["Content-Length", contentLength]);

  const { referrer } = request;
  if (referrer !== "") headerList.push(["Referer", referrer]);

  const origin = agent.rules.originHeader(request, hop, originHeaderOfTheStandard(state), agent.isSameSite);
  hop.lastOriginHeader = origin;
  if (origin !== null) headerList.push(["Origin", origin]);

  fetchMetadataHeaders(state, headerList);
  for (const header of agent.headers) if (!contains(headerList, header[0])) headerList.push(header);
  cacheModeHeaders(request.cacheMode, headerList);
  // 20. If httpRequest’s header list contains `Range`, then append (`Accept-Encoding`, `identity`) to httpRequest’s header
  // list.
  // NOTE: This avoids a failure when handling content codings with a part of an encoded response.
  if (contains(headerList, "Range")) headerList.push(["Accept-Encoding", "identity"]);

  const cookies = cookieHeader(state);
  if (cookies !== "") headerList.push(["Cookie", cookies]);
  return headerList;
}

function originHeaderOfTheStandard(state: FetchState): string | null {
  const { request } = state;
  return requestOriginHeader({
    serializedOrigin: serializedRequestOrigin(state),
    origin: request.client.origin,
    responseTainting: request.responseTainting,
    mode: request.mode,
    method: request.method,
    referrerPolicy: request.referrerPolicy,
    currentUrlOrigin: currentOrigin(request),
  });
}

function contentLengthValue(request: FetchRequest): string | null {
  if (request.body !== null) return request.body.length === null ? null : String(request.body.length);
  return request.method === "POST" || request.method === "PUT" ? "0" : null;
}

function cacheModeHeaders(cacheMode: CacheMode, headerList: Header[]): void {
  if (cacheMode === "no-cache") {
    if (!contains(headerList, "Cache-Control")) headerList.push(["Cache-Control", "max-age=0"]);
  } else if (cacheMode === "no-store" || cacheMode === "reload") {
    if (!contains(headerList, "Pragma")) headerList.push(["Pragma", "no-cache"]);
    if (!contains(headerList, "Cache-Control")) headerList.push(["Cache-Control", "no-cache"]);
  }
}
