import type {
  AllowedHeaderNames,
  AllowedMethods,
  AllowHeadersFailure,
  AllowMethodsFailure,
  CorsPreflightFailure,
  Header,
  HeaderList,
} from "concors/protocol";
import {
  checkPreflightAuthorization,
  checkPreflightHeaders,
  checkPreflightMethod,
  checkPreflightStatus,
  corsCheck,
  corsPreflightHeaders,
  extractAllowedHeaderNames,
  extractAllowedMethods,
  failure,
  isRedirectStatus,
  isSameOrigin,
} from "concors/protocol";
import { fetchMetadataHeaders } from "./fetch-metadata.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { currentOrigin, currentUrl } from "./fetch-request.ts";
import type { FetchState } from "./fetch-state.ts";
import { recordAnswer, recordExchange } from "./fetch-state.ts";
import type { NetworkAnswer, NetworkRequest, NetworkResponse } from "./network.ts";
import type { PreflightGrant } from "./preflight-cache.ts";
import { locationValues } from "./redirect-location.ts";
import type { PreflightRequest } from "./rules.ts";
import type { Exchange, FetchFailure, PreflightCheckName } from "./trace.ts";

/** What came of a preflight. */
export interface PreflightAnswer {
  readonly failure: FetchFailure | null;
  /** What the server grants; null if it cannot be told. A server may grant something, but not what was asked for. */
  readonly grant: PreflightGrant | null;
}

/**
 * CORS-preflight fetch: asks the server, and says what it grants.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch
 */
export function* corsPreflightFetch(
  state: FetchState,
  preflight: PreflightRequest,
  reasons: Exchange["preflightReasons"],
): Generator<NetworkRequest, PreflightAnswer, NetworkAnswer> {
  const { request } = state;
  // 1. Let preflight be a new request whose method is `OPTIONS`, URL list is a clone of request’s URL list, […]
  const sent: NetworkRequest = {
    kind: "preflight",
    method: "OPTIONS",
    url: currentUrl(request),
    headerList: preflightHeaderList(state, preflight),
    body: null,
  };
  const exchange = recordExchange(state, sent, reasons, null);
  // 6. Let response be the result of running HTTP-network-or-cache fetch given a new fetch params whose request is preflight.
  const answer = yield sent;
  recordAnswer(exchange, answer);
  if ("failed" in answer) return { failure: exchange.checks.at(-1)!.failure!, grant: null };

  // 7. If a CORS check for request and response returns success and response’s status is an ok status, then: […]
  // 8. Otherwise, return a network error.
  const response = preflightResponse(request, answer);
  for (const check of state.agent.rules.preflightChecks) {
    const failed = preflightChecks[check](state, preflight, response);
    exchange.checks.push({ name: check, failure: failed });
    if (failed === null) continue;
    const refusesOnlyThisRequest = check === "preflight-method" || check === "preflight-headers";
    return { failure: failed, grant: refusesOnlyThisRequest ? grantOf(response) : null };
  }
  return { failure: null, grant: grantOf(response) };
}

function preflightHeaderList(state: FetchState, preflight: PreflightRequest): Header[] {
  const headerList = [...corsPreflightHeaders(preflight.method, preflight.unsafeNames)];
  headerList.push(["Origin", state.agent.rules.preflightOrigin(state.request.client, preflight.serializedOrigin)]);
  const { referrer } = state.request;
  if (referrer !== "") headerList.push(["Referer", referrer]);
  fetchMetadataHeaders(state, headerList);
  for (const header of state.agent.headers) headerList.push(header);
  return headerList;
}

/** A preflight's response, its lists extracted. */
interface PreflightResponse {
  readonly status: number;
  readonly headerList: HeaderList;
  readonly methods: AllowedMethods | AllowMethodsFailure;
  readonly headerNames: AllowedHeaderNames | AllowHeadersFailure;
}

function preflightResponse(request: FetchRequest, { status, headerList }: NetworkResponse): PreflightResponse {
  const methods = extractAllowedMethods(request, headerList);
  return { status, headerList, methods, headerNames: extractAllowedHeaderNames(headerList) };
}

type PreflightCheck = (
  state: FetchState,
  preflight: PreflightRequest,
  response: PreflightResponse,
) => CorsPreflightFailure | null;

/** The checks of step 7, each on its own: what an engine does first decides which reason it gives. */
const preflightChecks: Record<PreflightCheckName, PreflightCheck> = {
  "cors-check": ({ agent, request }, { serializedOrigin }, { headerList }) => {
    const { checksPreflightToOwnOrigin, preflightOrigin } = agent.rules;
    if (!checksPreflightToOwnOrigin && isSameOrigin(currentOrigin(request), request.client.origin)) return null;
    const origin = preflightOrigin(request.client, serializedOrigin);
    return failureOf(corsCheck(origin, request.credentialsMode, headerList));
  },
  // NB: Without a place to go to it is a status like any other.
  "preflight-redirect": ({ agent }, _preflight, { status, headerList }) =>
    isRedirectStatus(status) && agent.rules.redirectLocation(locationValues(headerList)) !== null
      ? failure("preflight-status-not-ok", String(status))
      : null,
  "preflight-status": (_state, _preflight, { status }) => failureOf(checkPreflightStatus(status)),
  "allow-methods-syntax": (_state, _preflight, { methods }) => failureOf(methods),
  "allow-headers-syntax": (_state, _preflight, { headerNames }) => failureOf(headerNames),
  "preflight-method": ({ request }, _preflight, { methods, headerList }) =>
    methods.ok ? failureOf(checkPreflightMethod(request, methods.methods, headerList)) : methods,
  "preflight-authorization": ({ agent, request }, _preflight, { headerNames, headerList }) => {
    if (!headerNames.ok || agent.rules.wildcardCoversAuthorization) return failureOf(headerNames);
    return failureOf(checkPreflightAuthorization(request, headerNames.headerNames, headerList));
  },
  "preflight-headers": ({ request }, { unsafeNames }, { headerNames, headerList }) => {
    if (!headerNames.ok) return headerNames;
    const { credentialsMode } = request;
    return failureOf(checkPreflightHeaders({ unsafeNames, credentialsMode }, headerNames.headerNames, headerList));
  },
};

function failureOf(outcome: { readonly ok: true } | CorsPreflightFailure): CorsPreflightFailure | null {
  return outcome.ok ? null : outcome;
}

function grantOf({ methods, headerNames, headerList }: PreflightResponse): PreflightGrant {
  return {
    methods: (methods.ok ? methods.methods : null) ?? [],
    headerNames: (headerNames.ok ? headerNames.headerNames : null) ?? [],
    headerList,
  };
}
