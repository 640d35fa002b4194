import type { FetchRequest } from "./fetch-request.ts";
import type { FilteredResponse, FinishedFetch } from "./main-fetch.ts";
import type { Trace, TraceOutcome, TraceRequest } from "./trace.ts";
import type { UserAgent } from "./user-agent.ts";

/** What a fetch was asked to be. Call it before the fetch, which changes its request. */
export function traceRequest(request: FetchRequest): TraceRequest {
  return {
    url: request.urlList[0]!.href,
    method: request.method,
    headers: [...request.headerList],
    hasBody: request.body !== null,
    bodyLength: request.body?.length ?? null,
    streamsBody: request.body !== null && !request.body.hasSource,
    origin: request.client.serializedOrigin,
    pageUrl: request.client.url.href,
    mode: request.mode,
    credentials: request.credentialsMode,
    redirect: request.redirectMode,
    cache: request.cacheMode,
    useCorsPreflight: request.useCorsPreflight,
    keepalive: request.keepalive,
    initiator: request.initiator,
  };
}

/** The trace of a fetch that is over. */
export function createTrace(agent: UserAgent, request: TraceRequest, { result, exchanges }: FinishedFetch): Trace {
  return {
    engine: agent.engine,
    request,
    exchanges,
    outcome: result.ok ? successOf(result) : failureOf(result, exchanges),
  };
}

function successOf(response: FilteredResponse): TraceOutcome {
  const readable = new Set(response.headerList.map(([name]) => name.toLowerCase()));
  const hidden = new Set<string>();
  for (const [name] of response.internal.headerList) {
    const lowerName = name.toLowerCase();
    if (!readable.has(lowerName)) hidden.add(lowerName);
  }
  const { type, status, url, redirected, headerList } = response;
  return { ok: true, type, status, url, redirected, headers: headerList, hidden: [...hidden] };
}

function failureOf(
  error: Extract<FinishedFetch["result"], { ok: false }>,
  exchanges: FinishedFetch["exchanges"],
): TraceOutcome {
  const last = exchanges.length - 1;
  const decided = exchanges[last]?.checks.at(-1)?.failure === error.failure;
  return { ok: false, failure: error.failure, exchange: decided ? last : null };
}
