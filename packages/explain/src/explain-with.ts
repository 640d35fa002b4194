import type { AddressSpace, Trace } from "@concors/browser/engine";
import type { ConsoleOutput } from "./console/output.ts";
import { consoleOf } from "./console/console-output.ts";
import { decidingLine } from "./deciding-line.ts";
import type { Evidence } from "./evidence.ts";
import { evidenceOf, isInferred } from "./evidence.ts";
import type { ExplainedCause, ExplainedRequest, ExplainedResponse, Explanation } from "./explanation.ts";
import { failuresOf, otherProblems } from "./failures.ts";
import { findCause } from "./find-cause.ts";
import { clientChanges } from "./fixes/client-changes.ts";
import type { WritePolicy } from "./fixes/fix.ts";
import { fixOf, noFix } from "./fixes/fix.ts";
import type { Facts } from "./look-alikes/facts.ts";
import { outcomeWith, sentTrace } from "./look-alikes/failure.ts";
import { lookAlikesOf } from "./look-alikes/look-alikes-of.ts";
import { messages } from "./messages.ts";
import { notesOf } from "./notes.ts";
import { preflightBecause } from "./preflight-because.ts";
import { redactHeaders, redactText, redactUrl } from "./redact.ts";
import { reproductionOf } from "./reproduce/reproduction.ts";
import { securityOf } from "./security/security.ts";
import { timelineOf } from "./timeline.ts";
import { pagesWords, shortUrl, statusWords } from "./words.ts";

/** What is known beside a trace. */
export interface KnownBeside {
  /** Where the page was loaded from, if its address does not tell. */
  readonly pageAddressSpace?: AddressSpace;
  /** What a caller measured or was told. */
  readonly facts?: Facts;
}

/**
 * Why a fetch ended as it did, and what to change.
 *
 * @param writePolicy makes a policy of what has to be granted, and configuration of that: the heavy part, which is left to
 * the caller
 */
export function explainWith(writePolicy: WritePolicy, given: Trace, options: KnownBeside): Explanation {
  const { facts = {} } = options;
  const trace = sentTrace(given, facts);
  const { exchanges } = trace;
  const outcome = outcomeWith(trace, facts);
  const shared = {
    version: 1,
    engine: trace.engine,
    confidence: exchanges.some(isInferred) ? "inferred" : "observed",
    notes: notesOf(trace, options.pageAddressSpace, facts.reads ?? []),
    request: requestOf(trace),
    preflight: preflightOf(trace),
    ...redactedConsole(trace, facts),
  } as const;
  if (outcome.ok) {
    const timeline = timelineOf(trace, null, null);
    return {
      ...shared,
      verdict: "allowed",
      readable: outcome.type !== "opaque" && outcome.type !== "opaqueredirect",
      summary: allowedSummary(trace, outcome, facts),
      cause: null,
      also: [],
      failures: [],
      lookalikes: lookAlikesOf(trace, null, facts),
      timeline,
      notSent: null,
      response: responseOf(outcome),
      fix: noFix,
      security: securityOf(trace, null),
      reproduce: reproductionOf({ notSent: null, request: shared.request, timeline }),
    };
  }
  const evidence = evidenceOf(trace, outcome.failure, outcome.exchange, facts);
  const code = findCause(evidence);
  const message = messages[code];
  const { exchange, failure } = evidence;
  const failures = failuresOf(trace, facts);
  const cause: ExplainedCause = {
    code,
    title: message.title,
    step: message.step,
    exchange: outcome.exchange,
    failure: { code: failure.code, actual: failure.actual === null ? null : redactUrl(failure.actual) },
  };
  const timeline = timelineOf(trace, outcome.exchange, decidingLine(evidence, code));
  const notSent =
    exchange === null || exchange.kind === "preflight"
      ? { method: trace.request.method, url: redactUrl(exchange?.url ?? blockedUrl(evidence)) }
      : null;
  return {
    ...shared,
    verdict: message.inconclusive === true ? "inconclusive" : "blocked",
    // A header of it is missing to the page, and nothing else.
    readable: failure.code === "header-not-exposed",
    summary: message.summary(evidence),
    cause,
    also: otherProblems(failures, cause),
    failures,
    lookalikes: lookAlikesOf(trace, code, facts),
    timeline,
    notSent,
    response: null,
    fix: fixOf(trace, evidence, code, clientChanges(evidence, code), writePolicy),
    security: securityOf(trace, code),
    reproduce: reproductionOf({ notSent, request: shared.request, timeline }),
  };
}

/** The console without what nobody should find in a log. */
export function redactedConsole(trace: Trace, facts: Facts): ConsoleOutput {
  const { console, javascript } = consoleOf(trace, facts);
  return { console: console.map(redactText), javascript: javascript === null ? null : redactText(javascript) };
}

/** The URL that is not asked: after a redirect it is not the page's own. */
function blockedUrl({ failure, request }: Evidence): string {
  return failure.code === "content-security-policy" && failure.actual !== null ? failure.actual : request.url;
}

type Allowed = Extract<Trace["outcome"], { ok: true }>;

function allowedSummary({ request }: Trace, outcome: Allowed, { destination = "fetch" }: Facts): string {
  const asked = `${request.method} ${shortUrl(request.url)}`;
  switch (outcome.type) {
    case "opaque":
      if (destination !== "fetch" && destination !== "xhr") {
        return `${asked} is sent without CORS: the ${destination} needs no leave, and scripts of the page cannot read the answer.`;
      }
      return `${asked} is sent, but pages cannot read the response: it is opaque.`;
    case "opaqueredirect":
      return `${asked} is answered with a redirect, which the page sees without its content (redirect: "manual").`;
    case "basic":
      return `${asked} is of the page's own origin: CORS has no part in it.`;
    default:
      return `${capital(pagesWords(request.origin))} may read the answer to ${asked}: ${statusWords(outcome.status)}.`;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function requestOf({ request }: Trace): ExplainedRequest {
  const { credentials, hasBody, method, mode, origin, redirect } = request;
  return {
    url: redactUrl(request.url),
    method,
    headers: redactHeaders(request.headers),
    hasBody,
    origin,
    mode,
    credentials,
    redirect,
  };
}

function preflightOf({ exchanges, request }: Trace): Explanation["preflight"] {
  const exchange = exchanges.find(({ preflightReasons }) => preflightReasons.length > 0);
  return { needed: exchange !== undefined, because: exchange === undefined ? [] : preflightBecause(exchange, request) };
}

function responseOf({ headers, hidden, redirected, status, type, url }: Allowed): ExplainedResponse {
  const exposed = [...new Set(headers.map(([name]) => name.toLowerCase()))].sort();
  return { type, status, url: redactUrl(url), redirected, exposed, hidden: hidden.map((name) => name.toLowerCase()) };
}
