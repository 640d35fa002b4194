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
import type { FetchState, NetworkError, RecordedExchange } from "./fetch-state.ts";
import { createFetchState, failChecked, networkError, serializedRequestOrigin } from "./fetch-state.ts";
import { httpFetch } from "./http-fetch.ts";
import { httpRedirectFetch } from "./http-redirect-fetch.ts";
import { isTooLargeForKeepalive, keepaliveError } from "./keepalive.ts";
import { isMixedContent } from "./mixed-content.ts";
import type { NetworkAnswer, NetworkRequest, NetworkResponse } from "./network.ts";
import { determineReferrer } from "./referrer.ts";
import { blockedAsOpaque, blockedDueToNosniff } from "./response-type.ts";
import { dataUrlResponse } from "./scheme-fetch.ts";
import type { ServiceWorkerResponse } from "./service-worker.ts";
import { isRefusedOfServiceWorker } from "./service-worker.ts";
import { refusesStream } from "./stream-upload.ts";
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
  if (refusesStream(request, agent.rules)) return finish(networkError("stream-upload"));
  for (;;) {
    const tainting = chooseResponseTainting(state);
    if (typeof tainting !== "string") return finish(tainting);
    request.responseTainting = tainting;
    // 9. If request’s referrer is not "no-referrer", then set request’s referrer to the result of invoking determine
    // request’s referrer.
    request.referrer = determineReferrer(request);
    if (currentUrl(request).protocol === "data:") return finish(dataUrlFetch(state));

    // NB: There is no HTTP cache here, so nothing ever is in it.
    if (request.cacheMode === "only-if-cached") return finish(networkError("only-if-cached"));
    if (agent.rules.limitsKeepaliveFirst && isTooLargeForKeepalive(request)) return finish(keepaliveError(request));
    // NOTE: Redirects coming from the network (as opposed to from a service worker) are not to be exposed to a service
    // worker.
    const handled = request.redirectCount === 0 ? request.client.handleFetch(request) : null;
    if (handled !== null) return finish(handledResponse(state, handled));
    const fetched = yield* httpFetch(state);
    if (!fetched.ok) return finish(fetched);
    const { response, exchange } = fetched;
    if (!agent.rules.isRedirectStatus(response.status) || request.redirectMode === "manual") {
      return finish(finalResponse(state, response, exchange));
    }
    const redirected = httpRedirectFetch(state, response, exchange);
    if (redirected === "no-location") return finish(finalResponse(state, response, exchange));
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

/** The last hop's response, unless its type keeps it from who asked. */
function finalResponse(
  state: FetchState,
  response: NetworkResponse,
  exchange: RecordedExchange,
): FilteredResponse | NetworkError {
  const order = state.agent.rules.opaqueResponseBlocking;
  const checks = order === "before-nosniff" ? [opaqueCheck, nosniffCheck] : [nosniffCheck, opaqueCheck];
  for (const check of checks) {
    const refused = check(state, response, exchange);
    if (refused !== null) return refused;
  }
  return filteredResponse(state, response);
}

type TypeCheck = (state: FetchState, response: NetworkResponse, exchange: RecordedExchange) => NetworkError | null;

/**
 * If response is not a network error and […] should internalResponse to request be blocked due to nosniff […] returns
 * blocked, then set response and internalResponse to a network error.
 */
const nosniffCheck: TypeCheck = ({ request }, { headerList }, exchange) => {
  const type = blockedDueToNosniff(request.initiator, headerList);
  return type === null ? null : failChecked(exchange, "nosniff", networkError("nosniff", type).failure);
};

const opaqueCheck: TypeCheck = ({ agent, request }, { headerList }, exchange) => {
  if (agent.rules.opaqueResponseBlocking === null || request.responseTainting !== "opaque") return null;
  const type = blockedAsOpaque(request.initiator, headerList);
  if (type === null) return null;
  return failChecked(exchange, "opaque-response-blocking", networkError("opaque-response-blocked", type).failure);
};

/**
 * What a service worker answers, as it hands it on: it is not checked for CORS, as the worker's own request was.
 *
 * AD-HOC: A redirect that the worker makes itself is not followed, and Cross-Origin-Resource-Policy is not looked at.
 */
function handledResponse({ request }: FetchState, handled: ServiceWorkerResponse): FilteredResponse | NetworkError {
  const { headerList, type } = handled;
  if (isRefusedOfServiceWorker(request, handled)) return networkError("service-worker-response", type);
  return type === "opaque" || type === "opaqueredirect"
    ? opaqueResponse(type, handled, "", false)
    : readableResponse(type, handled, request, headerList);
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
