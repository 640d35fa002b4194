import { isSameOrigin, redirectTaint, serializeRequestOrigin } from "concors/protocol";
import { combinedHeaderList } from "./combined-header-list.ts";
import type { FetchRequest } from "./fetch-request.ts";
import { currentOrigin, currentUrl } from "./fetch-request.ts";
import type { NetworkAnswer, NetworkRequest } from "./network.ts";
import type { HopHistory } from "./rules.ts";
import type { Check, CheckName, Exchange, FetchFailure } from "./trace.ts";
import { stringifyStream } from "./stream-upload.ts";
import type { UserAgent } from "./user-agent.ts";

/** The standard's fetch params, and what our trace keeps. */
export interface FetchState {
  readonly agent: UserAgent;
  readonly request: FetchRequest;
  readonly hop: HopHistory;
  readonly exchanges: RecordedExchange[];
}

/** An exchange while it is being written down. */
export interface RecordedExchange extends Exchange {
  response: Exchange["response"];
  checks: Check[];
}

/** A network error, with its reason. */
export interface NetworkError {
  readonly ok: false;
  readonly failure: FetchFailure;
}

export function networkError(code: FetchFailure["code"], actual: string | null = null): NetworkError {
  return { ok: false, failure: { ok: false, code, actual } as FetchFailure };
}

/** Writes a failed check down, and makes a network error of it. */
export function failChecked(exchange: RecordedExchange, name: CheckName, failure: FetchFailure): NetworkError {
  exchange.checks.push({ name, failure });
  return { ok: false, failure };
}

export function createFetchState(agent: UserAgent, request: FetchRequest): FetchState {
  const { rules } = agent;
  stringifyStream(request, rules);
  request.headerList = request.headerList.filter(([name]) => !rules.dropsRequestHeader(name.toLowerCase()));
  if (rules.combinesRequestHeaders) request.headerList = combinedHeaderList(request.headerList);
  const hop: HopHistory = {
    firstHeaderList: request.headerList,
    firstUnsafeNames: rules.corsUnsafeRequestHeaderNames(request.headerList, rules.isCorsSafelistedRequestHeader),
    preflighted: false,
    lastOriginHeader: null,
    beganWithCredentials:
      request.credentialsMode === "include" ||
      (request.credentialsMode === "same-origin" && isSameOrigin(currentOrigin(request), request.client.origin)),
    redirect: null,
  };
  return { agent, request, hop, exchanges: [] };
}

/**
 * The origin a request is sent with: its page's, or "null" after a redirect between two other origins.
 *
 * @see https://fetch.spec.whatwg.org/#serializing-a-request-origin
 */
export function serializedRequestOrigin({ agent, request }: FetchState): string {
  if (request.urlList.length === 1) return request.client.serializedOrigin;
  return serializeRequestOrigin(
    request.client.origin,
    redirectTaint(request.client.origin, request.originList, agent.isSameSite),
  );
}

export function recordExchange(
  state: FetchState,
  sent: NetworkRequest,
  preflightReasons: Exchange["preflightReasons"],
  preflight: Exchange["preflight"],
): RecordedExchange {
  const exchange: RecordedExchange = {
    kind: sent.kind,
    hop: state.request.urlList.length - 1,
    url: currentUrl(state.request).href,
    method: sent.method,
    requestHeaders: sent.headerList,
    preflightReasons,
    preflight,
    response: null,
    checks: [],
  };
  state.exchanges.push(exchange);
  return exchange;
}

export function recordAnswer(exchange: RecordedExchange, answer: NetworkAnswer): void {
  if ("failed" in answer) {
    const failure: FetchFailure = { ok: false, code: answer.failed, actual: answer.message };
    exchange.checks.push({ name: "network", failure });
    return;
  }
  exchange.response = {
    status: answer.status,
    statusText: answer.statusText ?? "",
    headers: answer.headerList,
    remoteAddress: answer.remoteAddress ?? null,
    inferredFrom: answer.inferredFrom ?? null,
  };
}
