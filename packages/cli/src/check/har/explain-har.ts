import type { EngineName, Trace } from "@concors/browser";
import type { SyncTransport } from "@concors/browser/engine";
import {
  createClient,
  createPageRequest,
  createTrace,
  createUserAgent,
  simulateFetch,
  traceRequest,
} from "@concors/browser/engine";
import type { CertificateProblem, Facts, RecordingReport, Report, ServerName } from "@concors/explain";
import { blockingDirective, explainAll } from "@concors/explain";
import type { CredentialsMode } from "concors/protocol";
import { initiatorOf } from "../initiator.ts";
import { directiveOf } from "../page-policy.ts";
import { readHeaders } from "../ways-in/given-request.ts";
import type { Har, HarEntry } from "./har-file.ts";
import type { HarRequest } from "./har-requests.ts";
import { requestsIn } from "./har-requests.ts";
import { harTransport, notRecorded } from "./har-transport.ts";

/** Explains every request to another origin that was blocked or that failed, from the recording alone. */
export function explainHar(har: Har, engine: EngineName, servers: readonly ServerName[]): RecordingReport {
  const requests = requestsIn(har);
  const failed = new Map<string, { times: number; report: Report }>();
  for (const request of requests) {
    const report = reportOf(har, request, engine, servers);
    if (report.verdict === "allowed") continue;
    const { entry } = request;
    const key = `${entry.method} ${entry.url.href} ${report.explanations[0]?.cause?.code ?? ""}`;
    const known = failed.get(key);
    if (known === undefined) failed.set(key, { times: 1, report });
    else known.times++;
  }
  return { version: 1, count: requests.length, failed: [...failed.values()] };
}

function reportOf(har: Har, request: HarRequest, engine: EngineName, servers: readonly ServerName[]): Report {
  const { entry } = request;
  const facts = factsOf(har, request);
  const transport = (): SyncTransport => harTransport(har, entry);
  const report = (trace: Trace): Report => explainAll([trace], { facts: new Map([[engine, facts]]), servers });
  const played = report(play(request, engine, facts, transport(), entry.hasCookies ? "include" : "same-origin"));
  if (played.verdict !== "allowed" || entry.error === null) return played;
  // A recording may leave cookies out, and with them why it failed.
  const withCookies = report(play(request, engine, facts, transport(), "include"));
  if (withCookies.verdict !== "allowed") return withCookies;
  const why = `what it holds would be allowed, and the browser says ${entry.error}`;
  return report(play(request, engine, facts, () => notRecorded(why), "same-origin"));
}

function play(
  { destination, entry, mode, pageUrl, sandboxed }: HarRequest,
  engine: EngineName,
  { policy }: Facts,
  transport: SyncTransport,
  credentials: CredentialsMode,
): Trace {
  const agent = createUserAgent({ engine });
  const client = createClient(new URL(pageUrl), {
    sandboxed,
    isBlockedByPolicy: (url, redirects) =>
      entry.error?.includes("ERR_BLOCKED_BY_CSP") === true ||
      (policy !== undefined && blockingDirective(policy, policy.directive, url, redirects) !== null),
  });
  const url = new URL(entry.url);
  url.username = url.password = "";
  const hasBody = entry.hasBody && entry.method !== "GET" && entry.method !== "HEAD";
  const request = createPageRequest(client, url, {
    method: mode === "no-cors" && destination !== "beacon" ? "GET" : entry.method,
    headers: readHeaders(entry.requestHeaders).headers,
    mode,
    credentials,
    initiator: initiatorOf(destination),
    ...(hasBody ? { body: { content: null, hasSource: true, length: 0, type: null } } : {}),
  });
  const asked = traceRequest(request);
  return createTrace(agent, asked, simulateFetch(agent, request, transport));
}

function factsOf(har: Har, { destination, entry, pageUrl, sandboxed }: HarRequest): Facts {
  const values = pagePolicies(har, entry, pageUrl);
  const origin = sandboxed ? "null" : new URL(pageUrl).origin;
  const certificate = entry.status === 0 ? certificateOf(entry.error ?? "") : null;
  return {
    destination,
    isRecording: true,
    ...(values === null ? {} : { policy: { values, origin, directive: directiveOf(destination) } }),
    ...(entry.error?.includes("ERR_BLOCKED_BY_CLIENT") === true ? { blockedByClient: true } : {}),
    ...(certificate === null ? {} : { certificate }),
  };
}

/** The policies that the page was served with, if that is in the recording as well. */
function pagePolicies({ entries }: Har, { at }: HarEntry, pageUrl: string): string[] | null {
  const { href } = new URL(pageUrl);
  const page = entries.findLast((entry) => entry.at <= at && entry.status === 200 && entry.url.href === href);
  if (page === undefined) return null;
  return page.responseHeaders.filter(([name]) => /^content-security-policy$/i.test(name)).map(([, value]) => value);
}

function certificateOf(error: string): CertificateProblem | null {
  if (error.includes("ERR_CERT_DATE_INVALID")) return "expired";
  if (error.includes("ERR_CERT_COMMON_NAME_INVALID")) return "wrong-name";
  return error.includes("ERR_CERT_") ? "other" : null;
}
