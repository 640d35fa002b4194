import {
  corsCheck,
  corsPreflightReasons,
  crossOriginResourcePolicyCheck,
  isSchemelesslySameSite,
} from "concors/protocol";
import { addressSpaceOf, isLocalNetworkRequest } from "./address-space.ts";
import { corsPreflightFetch } from "./cors-preflight-fetch.ts";
import { includesCredentials, storeCookies } from "./fetch-cookies.ts";
import { currentOrigin, currentUrl } from "./fetch-request.ts";
import type { FetchState, NetworkError, RecordedExchange } from "./fetch-state.ts";
import { failChecked, networkError, recordAnswer, recordExchange, serializedRequestOrigin } from "./fetch-state.ts";
import { isTooLargeForKeepalive, keepaliveError } from "./keepalive.ts";
import type { NetworkAnswer, NetworkRequest, NetworkResponse } from "./network.ts";
import { actualRequestHeaders } from "./request-headers.ts";
import { needsHttp2 } from "./stream-upload.ts";
import type { Exchange } from "./trace.ts";

/** One hop's response, checked. */
interface CheckedResponse {
  readonly ok: true;
  readonly response: NetworkResponse;
  readonly exchange: RecordedExchange;
}

/**
 * HTTP fetch for one hop: the preflight if there must be one, the request, and the checks on its response.
 *
 * @see https://fetch.spec.whatwg.org/#http-fetch
 */
export function* httpFetch(
  state: FetchState,
): Generator<NetworkRequest, CheckedResponse | NetworkError, NetworkAnswer> {
  const { request } = state;
  // 4. If response is null, then:
  // 1. If makeCORSPreflight is true and one of these conditions is true: […] Then: […]
  let preflight: Exchange["preflight"] = "not-needed";
  let reasons: Exchange["preflightReasons"] = [];
  if (request.responseTainting === "cors") {
    const plan = yield* preflightIfNeeded(state);
    if (!plan.ok) return plan;
    ({ preflight, reasons } = plan);
  }
  const { redirect } = state.hop;
  const refused = redirect === null ? null : state.agent.rules.recheckRedirect(redirect, state.hop);
  if (refused !== null) return { ok: false, failure: refused };

  // 3. Set response and internalResponse to the result of running HTTP-network-or-cache fetch given fetchParams.
  if (isTooLargeForKeepalive(request)) return keepaliveError(request);
  if (needsHttp2(request, state.agent.rules)) return networkError("stream-upload", "HTTP/1.1");
  const sent: NetworkRequest = {
    kind: "actual",
    method: request.method,
    url: currentUrl(request),
    headerList: actualRequestHeaders(state),
    body: request.body,
  };
  const exchange = recordExchange(state, sent, reasons, preflight);
  const answer = yield sent;
  recordAnswer(exchange, answer);
  if ("failed" in answer) return { ok: false, failure: exchange.checks.at(-1)!.failure! };
  if (isBlockedLocalNetworkRequest(state, answer)) {
    return failChecked(
      exchange,
      "local-network-access",
      networkError("local-network-access", answer.remoteAddress).failure,
    );
  }
  storeCookies(state, answer.headerList);

  // 4. If request’s response tainting is "cors" and a CORS check for request and response returns failure, then return a
  // network error.
  if (request.responseTainting === "cors") {
    const outcome = corsCheck(serializedRequestOrigin(state), request.credentialsMode, answer.headerList);
    if (!outcome.ok) return failChecked(exchange, "cors-check", outcome);
    exchange.checks.push({ name: "cors-check", failure: null });
  } else if (request.responseTainting === "opaque") {
    // 5. If either request’s response tainting or response’s type is "opaque", and the cross-origin resource policy check
    // with request’s origin, request’s client, request’s destination, and internalResponse returns blocked, then return a
    // network error.
    const outcome = crossOriginResourcePolicyCheck({
      origin: request.client.origin,
      embedderPolicyValue: request.client.embedderPolicyValue,
      headerList: answer.headerList,
      responseUrlOrigin: currentOrigin(request),
      requestIncludesCredentials: includesCredentials(state),
      isSchemelesslySameSite: (a, b) => isSchemelesslySameSite(a, b, state.agent.registrableDomain),
    });
    if (!outcome.ok) return failChecked(exchange, "cross-origin-resource-policy", outcome);
  }

  // 6. If internalResponse’s status is a redirect status: […] Switch on request’s redirect mode:
  // "error": Set response to a network error.
  // NB: "manual" and "follow" are main fetch's here.
  if (state.agent.rules.isRedirectStatus(answer.status) && request.redirectMode === "error") {
    const { failure } = networkError("redirect-mode-error", String(answer.status));
    return failChecked(exchange, "redirect-mode", failure);
  }
  return { ok: true, response: answer, exchange };
}

/**
 * Chromium asks the user's permission, which only a secure page may ask for; another's request is blocked.
 *
 * AD-HOC: It is found out from the address that answered. A browser knows it before it sends anything.
 *
 * @see https://wicg.github.io/local-network-access/
 */
function isBlockedLocalNetworkRequest({ agent, request }: FetchState, { remoteAddress }: NetworkResponse): boolean {
  if (!agent.rules.localNetworkAccess || remoteAddress === undefined || request.client.isSecureContext) return false;
  return isLocalNetworkRequest(request.client.addressSpace, addressSpaceOf(remoteAddress));
}

interface PreflightPlan {
  readonly ok: true;
  readonly preflight: NonNullable<Exchange["preflight"]>;
  readonly reasons: Exchange["preflightReasons"];
}

/**
 * Step 4.1: asks the CORS-preflight cache, and if it does not know, the server.
 *
 * NB: Main fetch's choice of makeCORSPreflight is made here too, of the same conditions without the cache.
 */
function* preflightIfNeeded(state: FetchState): Generator<NetworkRequest, PreflightPlan | NetworkError, NetworkAnswer> {
  const { agent, request, hop } = state;
  const { rules } = agent;
  const unsafeNames =
    hop.redirect === null
      ? hop.firstUnsafeNames
      : rules.unsafeNames(
          hop,
          rules.corsUnsafeRequestHeaderNames(request.headerList, rules.isCorsSafelistedRequestHeader),
        );
  const reasons: Exchange["preflightReasons"][number][] = corsPreflightReasons(request, unsafeNames);
  if (reasons.length === 0 && rules.forcesPreflight(hop)) reasons.push({ kind: "earlier-hop" });
  if (reasons.length === 0) return { ok: true, preflight: "not-needed", reasons };
  hop.preflighted = true;

  const serializedOrigin = serializedRequestOrigin(state);
  const query = {
    networkPartitionKey: request.client.networkPartitionKey,
    serializedOrigin: rules.preflightOrigin(request.client, serializedOrigin),
    url: currentUrl(request).href,
    credentialsMode: request.credentialsMode,
    method: request.method,
    useCorsPreflight: request.useCorsPreflight,
    unsafeNames,
  };
  const use = rules.usesPreflightCache(request, query.serializedOrigin);
  if (use.match && agent.preflightCache.match(query)) return { ok: true, preflight: "cached", reasons };

  const { failure, grant } = yield* corsPreflightFetch(
    state,
    { serializedOrigin, method: request.method, headerList: request.headerList, unsafeNames },
    reasons,
  );
  if (grant !== null && use.store && (failure === null || rules.storesRefusals)) {
    agent.preflightCache.store(query, grant);
  }
  // 2. If preflightResponse is a network error, then return preflightResponse.
  if (failure !== null) return { ok: false, failure };
  return { ok: true, preflight: "sent", reasons };
}
