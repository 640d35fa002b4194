import type { HeaderList, ResponseTainting, ResponseType } from "concors/protocol";
import {
  basicFilteredHeaderList,
  corsExposedHeaderNameList,
  corsFilteredHeaderList,
  isNullBodyStatus,
  isSameOrigin,
} from "concors/protocol";
import { isBadPort } from "./bad-port.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { currentOrigin, currentUrl } from "./fetch-request.ts";
import type { FetchState, NetworkError } from "./fetch-state.ts";
import { createFetchState, networkError, serializedRequestOrigin } from "./fetch-state.ts";
import { httpFetch } from "./http-fetch.ts";
import { httpRedirectFetch } from "./http-redirect-fetch.ts";
import { isMixedContent } from "./mixed-content.ts";
import type { NetworkAnswer, NetworkRequest, NetworkResponse } from "./network.ts";
import { dataUrlResponse } from "./scheme-fetch.ts";
import type { Exchange } from "./trace.ts";
import type { UserAgent } from "./user-agent.ts";

/** A response as the page gets it, and behind it the one that arrived. */
export interface FilteredResponse {
  readonly ok: true;
  readonly type: ResponseType;
  readonly status: number;
  readonly statusText: string;
  readonly headerList: HeaderList;
  /** The final URL without its fragment; "" for an opaque response. */
  readonly url: string;
  readonly redirected: boolean;
  /** The standard's internal response. */
  readonly internal: NetworkResponse;
  /** Whether the page may read a body. */
  readonly hasBody: boolean;
}

/** A fetch that is over. */
export interface FinishedFetch {
  readonly result: FilteredResponse | NetworkError;
  readonly exchanges: readonly Exchange[];
}

/**
 * Main fetch, as a generator: it yields each request that goes on the wire and takes the answer, so that one algorithm
 * runs over sockets, in memory, and in a page.
 *
 * NB: In the standard, main fetch and HTTP-redirect fetch call each other; here a redirect goes round the loop.
 *
 * @see https://fetch.spec.whatwg.org/#concept-main-fetch
 */
export function* mainFetch(
  agent: UserAgent,
  request: FetchRequest,
): Generator<NetworkRequest, FinishedFetch, NetworkAnswer> {
  const state = createFetchState(agent, request);
  const finish = (result: FilteredResponse | NetworkError): FinishedFetch => {
    if (!result.ok && state.hop.preflighted && agent.rules.clearsPreflightCache(result.failure))
      clearCacheEntries(state);
    return { result, exchanges: state.exchanges };
  };
  for (;;) {
    const tainting = chooseResponseTainting(state);
    if (typeof tainting !== "string") return finish(tainting);
    request.responseTainting = tainting;
    if (currentUrl(request).protocol === "data:") return finish(dataUrlFetch(state));

    // NB: There is no HTTP cache here, so nothing ever is in it.
    if (request.cacheMode === "only-if-cached") return finish(networkError("only-if-cached"));
    const fetched = yield* httpFetch(state);
    if (!fetched.ok) return finish(fetched);
    const { response, exchange } = fetched;
    if (!agent.rules.isRedirectStatus(response.status) || request.redirectMode === "manual") {
      return finish(filteredResponse(state, response));
    }
    const redirected = httpRedirectFetch(state, response, exchange);
    if (redirected === "no-location") return finish(filteredResponse(state, response));
    if (redirected !== null) return finish(redirected);
  }
}

/** If corsWithPreflightResponse is a network error, then clear cache entries using request. */
function clearCacheEntries(state: FetchState): void {
  const { agent, request } = state;
  agent.preflightCache.clear({
    networkPartitionKey: request.client.networkPartitionKey,
    serializedOrigin: agent.rules.preflightOrigin(request.client, serializedRequestOrigin(state)),
    url: currentUrl(request).href,
    credentialsMode: request.credentialsMode,
  });
}

/** Which branch of step 12 the request takes, in the standard's order; and the blocks of step 7. */
function chooseResponseTainting({ agent, request }: FetchState): ResponseTainting | NetworkError {
  const url = currentUrl(request);
  // 7. If should request be blocked due to a bad port, should fetching request be blocked as mixed content, should
  // request be blocked by Content Security Policy, […] returns blocked, then set response to a network error.
  if (isBadPort(url)) return networkError("port-blocked", url.port);
  if (isMixedContent(request.client, currentOrigin(request), url, agent.rules.loopbackIsMixedContent)) {
    return networkError("mixed-content", url.href);
  }
  if (request.client.isBlockedByPolicy(url, request.redirectCount)) {
    return networkError("content-security-policy", url.href);
  }

  // request’s current URL’s origin is same origin with request’s origin, and request’s response tainting is "basic"
  // request’s current URL’s scheme is "data"
  if (request.responseTainting === "basic" && isSameOrigin(currentOrigin(request), request.client.origin))
    return "basic";
  if (url.protocol === "data:") return "basic";

  // request’s mode is "same-origin"
  if (request.mode === "same-origin") return networkError("same-origin-mode", url.href);

  // request’s mode is "no-cors"
  if (request.mode === "no-cors") {
    if (request.redirectMode !== "follow") return networkError("no-cors-redirect-mode", request.redirectMode);
    return isHttp(url) ? "opaque" : networkError("scheme-not-supported", url.protocol);
  }

  // request’s current URL’s scheme is not an HTTP(S) scheme
  if (!isHttp(url)) return networkError("scheme-not-supported", url.protocol);
  return agent.rules.forgoesCors(request) ? "opaque" : "cors";
}

function isHttp(url: URL): boolean {
  return url.protocol === "https:" || url.protocol === "http:";
}

/** @see https://fetch.spec.whatwg.org/#concept-filtered-response */
function filteredResponse({ agent, request }: FetchState, internal: NetworkResponse): FilteredResponse {
  const redirected = request.urlList.length > 1;
  if (request.redirectMode === "manual" && agent.rules.isRedirectStatus(internal.status)) {
    return opaqueResponse("opaqueredirect", internal, urlWithoutFragment(request), redirected);
  }
  switch (request.responseTainting) {
    case "opaque":
      return opaqueResponse("opaque", internal, "", false);
    case "basic":
      return readableResponse("basic", internal, request, basicFilteredHeaderList(internal.headerList));
    case "cors": {
      const exposed = corsExposedHeaderNameList(internal.headerList, request.credentialsMode);
      return readableResponse("cors", internal, request, corsFilteredHeaderList(internal.headerList, exposed));
    }
  }
}

function readableResponse(
  type: ResponseType,
  internal: NetworkResponse,
  request: FetchRequest,
  headerList: HeaderList,
): FilteredResponse {
  return {
    ok: true,
    type,
    status: internal.status,
    statusText: internal.statusText ?? "",
    headerList,
    url: urlWithoutFragment(request),
    redirected: request.urlList.length > 1,
    internal,
    hasBody: request.method !== "HEAD" && !isNullBodyStatus(internal.status),
  };
}

function opaqueResponse(
  type: ResponseType,
  internal: NetworkResponse,
  url: string,
  redirected: boolean,
): FilteredResponse {
  return { ok: true, type, status: 0, statusText: "", headerList: [], url, redirected, internal, hasBody: false };
}

function urlWithoutFragment(request: FetchRequest): string {
  const { href } = currentUrl(request);
  const fragment = href.indexOf("#");
  return fragment === -1 ? href : href.slice(0, fragment);
}

/** @see https://fetch.spec.whatwg.org/#scheme-fetch */
function dataUrlFetch(state: FetchState): FilteredResponse | NetworkError {
  const response = dataUrlResponse(currentUrl(state.request).href);
  return response === null ? networkError("invalid-http-response", "data:") : filteredResponse(state, response);
}
