import type { FetchFailure, FinishedFetch, Initiator, Trace, TraceRequest } from "./engine/index.ts";
import { createTrace, traceRequest } from "./engine/index.ts";
import { fetchError } from "./page-error.ts";
import type { PageContext } from "./page-context.ts";
import { responseBody } from "./page-context.ts";
import type { PreparedFetch } from "./request.ts";
import { prepareFetch, Request } from "./request.ts";
import type { RequestInit } from "./request-init.ts";
import type { RequestInput } from "./request-input.ts";
import { foreignArguments, isForeignRequest } from "./request-input.ts";
import type { Response } from "./response.ts";
import { responseOf } from "./response.ts";
import { runFetch } from "./run-fetch.ts";

/** A fetch, and all that it took. */
export interface TracedFetch {
  /** null for a network error; the trace says which. */
  readonly response: Response | null;
  readonly trace: Trace;
}

/** @see https://fetch.spec.whatwg.org/#fetch-method */
export async function pageFetch(context: PageContext, input: RequestInput, init: RequestInit = {}): Promise<Response> {
  const { request, signal } = await prepare(context, input, init);
  const { result } = await runFetch(context.agent, request, context.transport, signal);
  if (result.ok) return responseOf(result, responseBody(context, result, signal));
  // A page can abort for any reason that it likes, and gets it back.
  throw result.failure.code === "aborted" && signal !== null
    ? signal.reason
    : fetchError(context.agent.engine, result.failure);
}

/** The same, with what happened as data. Never rejects. */
export async function pageTrace(
  context: PageContext,
  input: RequestInput,
  init: RequestInit = {},
  initiator: Initiator = "fetch",
): Promise<TracedFetch> {
  let prepared: PreparedFetch;
  try {
    prepared = await prepare(context, input, init);
  } catch (error) {
    return { response: null, trace: invalidRequestTrace(context, input, init, initiator, error) };
  }
  const { signal } = prepared;
  const request = { ...prepared.request, initiator };
  const asked = traceRequest(request);
  const finished = await runFetch(context.agent, request, context.transport, signal);
  return { response: tracedResponse(context, finished, signal), trace: createTrace(context.agent, asked, finished) };
}

async function prepare({ client }: PageContext, input: RequestInput, init: RequestInit): Promise<PreparedFetch> {
  if (!isForeignRequest(input)) return prepareFetch(new Request(client, input, init));
  return prepareFetch(new Request(client, ...(await foreignArguments(input, init))));
}

function tracedResponse(context: PageContext, { result }: FinishedFetch, signal: AbortSignal | null): Response | null {
  return result.ok ? responseOf(result, responseBody(context, result, signal)) : null;
}

/** A trace of what never became a request: as much of it as can be told. */
function invalidRequestTrace(
  { agent, client }: PageContext,
  input: RequestInput,
  init: RequestInit,
  initiator: Initiator,
  error: unknown,
): Trace {
  const from = typeof input === "object" && "method" in input ? input : null;
  const request: TraceRequest = {
    url: from === null ? (input as string | URL).toString() : from.url,
    method: init.method ?? from?.method ?? "GET",
    headers: [],
    hasBody: (init.body ?? null) !== null,
    bodyLength: null,
    streamsBody: false,
    origin: client.serializedOrigin,
    pageUrl: client.url.href,
    mode: init.mode ?? "cors",
    credentials: init.credentials ?? "same-origin",
    redirect: init.redirect ?? "follow",
    cache: init.cache ?? "default",
    useCorsPreflight: false,
    keepalive: init.keepalive ?? false,
    initiator,
  };
  const actual = error instanceof Error ? error.message : String(error);
  const failure: FetchFailure = { ok: false, code: "invalid-request", actual };
  return { engine: agent.engine, request, exchanges: [], outcome: { ok: false, failure, exchange: null } };
}
