import type { Trace } from "./trace.ts";
import { createTrace, traceRequest } from "./create-trace.ts";
import { createUserAgent } from "./create-user-agent.ts";
import type { NetworkAnswer, NetworkRequest, SyncTransport } from "./network.ts";
import { createClient, createPageRequest } from "./page-request.ts";
import type { Departure } from "./profile.ts";
import { profile } from "./profile.ts";
import { profiles } from "./profiles/index.ts";
import { simulateFetch } from "./simulate.ts";

/**
 * The departures from the standard that this trace shows: those without which the same answers would have made the
 * engine send, or see, something else. For a fetch without cookies and with an empty CORS-preflight cache.
 */
export function departuresAtWork(trace: Trace): readonly Departure[] {
  const { observed, departures } = profiles[trace.engine];
  const transport = replay(trace);
  const whole = fingerprint(simulate(trace, departures, observed, transport));
  return departures.filter(
    (departure) =>
      fingerprint(
        simulate(
          trace,
          departures.filter((other) => other !== departure),
          observed,
          transport,
        ),
      ) !== whole,
  );
}

function simulate(trace: Trace, departures: readonly Departure[], observed: string, transport: SyncTransport): Trace {
  const { request } = trace;
  const { rules } = profile(trace.engine, observed, departures);
  const agent = createUserAgent({ engine: trace.engine, rules });
  const client = createClient(new URL(request.pageUrl), { sandboxed: request.origin === "null" });
  const fetchRequest = createPageRequest(client, new URL(request.url), {
    method: request.method,
    headers: request.headers,
    mode: request.mode,
    credentials: request.credentials,
    redirect: request.redirect,
    cache: request.cache,
    useCorsPreflight: request.useCorsPreflight,
    ...(request.hasBody ? { body: { content: null, hasSource: true, length: 0, type: null } } : {}),
  });
  const asked = traceRequest(fetchRequest);
  return createTrace(agent, asked, simulateFetch(agent, fetchRequest, transport));
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
