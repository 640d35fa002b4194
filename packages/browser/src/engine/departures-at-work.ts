import type { Trace } from "./trace.ts";
import { createTrace, traceRequest } from "./create-trace.ts";
import { createUserAgent } from "./create-user-agent.ts";
import type { NetworkAnswer, NetworkRequest, SyncTransport } from "./network.ts";
import type { ClientOptions } from "./page-request.ts";
import { createClient, createPageRequest } from "./page-request.ts";
import type { Departure } from "./profile.ts";
import { profile } from "./profile.ts";
import { profiles } from "./profiles/index.ts";
import { simulateFetch } from "./simulate.ts";

/**
 * The departures from the standard that this trace shows: those without which the same answers would have made the
 * engine send, or see, something else. For a fetch without cookies and with an empty CORS-preflight cache.
 *
 * @param page what the page was opened with, if it was opened with anything
 */
export function departuresAtWork(trace: Trace, page: ClientOptions = {}): readonly Departure[] {
  const { departures } = profiles[trace.engine];
  const story = (kept: readonly Departure[]): string => fingerprint(simulateAgain(trace, kept, page));
  const whole = story(departures);
  return departures.filter((departure) => story(departures.filter((other) => other !== departure)) !== whole);
}

function simulateAgain(trace: Trace, departures: readonly Departure[], page: ClientOptions): Trace {
  const { request } = trace;
  const { rules } = profile(trace.engine, "", departures);
  const agent = createUserAgent({ engine: trace.engine, rules });
  const client = createClient(new URL(request.pageUrl), { ...page, sandboxed: request.origin === "null" });
  const fetchRequest = createPageRequest(client, new URL(request.url), {
    method: request.method,
    headers: request.headers,
    mode: request.mode,
    credentials: request.credentials,
    redirect: request.redirect,
    cache: request.cache,
    useCorsPreflight: request.useCorsPreflight,
    keepalive: request.keepalive,
    initiator: request.initiator,
    ...(request.hasBody && {
      body: { content: null, hasSource: !request.streamsBody, length: request.bodyLength, type: null },
    }),
  });
  const asked = traceRequest(fetchRequest);
  return createTrace(agent, asked, simulateFetch(agent, fetchRequest, replay(trace)));
}

/** Answers as the trace's servers did; what they were not asked is not known. */
function replay({ exchanges }: Trace): SyncTransport {
  const answers = new Map<string, NetworkAnswer>();
  for (const { kind, url, method, response } of exchanges) {
    if (response === null) continue;
    answers.set(`${kind} ${method} ${url}`, {
      status: response.status,
      statusText: response.statusText,
      headerList: response.headers,
      ...(response.remoteAddress === null ? {} : { remoteAddress: response.remoteAddress }),
    });
  }
  return (request: NetworkRequest) =>
    answers.get(`${request.kind} ${request.method} ${request.url.href}`) ?? { failed: "not-sent", message: "" };
}

/** What tells two traces apart: what was sent, which checks were passed, and how it ended. */
function fingerprint({ exchanges, outcome }: Trace): string {
  return JSON.stringify([
    exchanges.map(({ kind, method, url, requestHeaders, checks }) => [
      kind,
      method,
      url,
      requestHeaders,
      checks.map((check) => check.failure),
    ]),
    outcome,
  ]);
}
