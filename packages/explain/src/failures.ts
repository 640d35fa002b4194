import type { EngineName, Exchange, FetchFailure, Trace } from "@concors/browser/engine";
import {
  checkPreflightHeaders,
  checkPreflightMethod,
  checkPreflightStatus,
  corsCheck,
  extractAllowedHeaderNames,
  extractAllowedMethods,
} from "concors/protocol";
import type { CauseCode } from "./cause-code.ts";
import { isAboutPreflightStatus } from "./cause-code.ts";
import type { Evidence } from "./evidence.ts";
import { evidenceOf, originSent } from "./evidence.ts";
import type { ExplainedCause, ExplainedFailure, ExplainedProblem } from "./explanation.ts";
import { causeOfFailure, findCause } from "./find-cause.ts";
import type { Facts } from "./look-alikes/facts.ts";
import { outcomeWith, sentTrace } from "./look-alikes/failure.ts";
import { messages } from "./messages.ts";
import { requestedHeaderNames } from "./refused-header-names.ts";

/**
 * Everything that fails on every answer, first what the engine stopped at: whoever mends that would meet the next one
 * after it. What is hidden is so behind the cause, which is the same for all engines, even where one stops at a sign of it.
 * Nothing, if the fetch did not fail.
 */
export function failuresOf(given: Trace, facts: Facts): ExplainedFailure[] {
  const trace = sentTrace(given, facts);
  const outcome = outcomeWith(trace, facts);
  if (outcome.ok) return [];
  const { engine, exchanges } = trace;
  const evidence = evidenceOf(trace, outcome.failure, outcome.exchange, facts);
  const decisive = explained(evidence, outcome.exchange, [engine], null);
  const failures = [decisive];
  for (const [index, exchange] of exchanges.entries()) {
    for (const failure of failuresOn(exchange, trace)) {
      const found = explained(evidenceOf(trace, failure, index, facts), index, [], decisive.code);
      if (!failures.some((other) => isSame(other, found))) failures.push(found);
    }
  }
  const cause = findCause(evidence);
  if (!failures.some(({ code }) => code === cause)) return failures;
  return failures.map((failure) => (isHiddenBehind(failure, cause) ? { ...failure, hiddenBehind: cause } : failure));
}

function isHiddenBehind({ code, hiddenBehind }: ExplainedFailure, cause: CauseCode): boolean {
  return hiddenBehind !== null && code !== cause;
}

/** One list of several engines' failures with one story: who stops at what, and what nobody gets to see. */
export function sharedFailures(lists: readonly (readonly ExplainedFailure[])[]): ExplainedFailure[] {
  const shared: ExplainedFailure[] = [];
  for (const failure of lists.flat()) {
    const at = shared.findIndex((other) => isSame(other, failure));
    if (at === -1) shared.push(failure);
    else shared[at] = withDeciders(shared[at]!, failure);
  }
  return shared.sort((a, b) => Number(b.decides.length > 0) - Number(a.decides.length > 0));
}

function withDeciders(failure: ExplainedFailure, { decides }: ExplainedFailure): ExplainedFailure {
  const all = [...failure.decides, ...decides];
  return { ...failure, decides: all, hiddenBehind: all.length > 0 ? null : failure.hiddenBehind };
}

function isSame(a: ExplainedFailure, b: ExplainedFailure): boolean {
  return a.code === b.code && a.exchange === b.exchange;
}

/** What else is wrong with the answer that decided, unless that explains it. */
export function otherProblems(failures: readonly ExplainedFailure[], cause: ExplainedCause): ExplainedProblem[] {
  // A preflight that nobody handles lacks everything.
  if (isAboutPreflightStatus(cause.code)) return [];
  return failures
    .filter(({ code, exchange }) => exchange === cause.exchange && code !== cause.code)
    .map(({ code, summary, title }) => ({ code, title, summary }));
}

function explained(
  evidence: Evidence,
  exchange: number | null,
  decides: readonly EngineName[],
  hiddenBehind: CauseCode | null,
): ExplainedFailure {
  const code = causeOfFailure(evidence);
  return {
    code,
    title: messages[code].title,
    summary: messages[code].summary(evidence),
    exchange,
    decides,
    hiddenBehind,
  };
}

/** Every check that an answer does not pass, whichever an engine makes first. */
function failuresOn(exchange: Exchange, trace: Trace): FetchFailure[] {
  const { kind, response } = exchange;
  // An engine may pass what the standard would not.
  if (response === null || exchange.checks.every(({ failure }) => failure === null)) return [];
  // A response of the page's own origin is not checked.
  if (kind === "actual" && !exchange.checks.some(({ name }) => name === "cors-check")) return [];
  const shared = corsCheck(originSent(exchange, trace.request), trace.request.credentials, response.headers);
  const failures: FetchFailure[] = shared.ok ? [] : [shared];
  if (kind === "preflight") failures.push(...preflightFailures(exchange, trace));
  return failures;
}

function preflightFailures({ requestHeaders, response }: Exchange, { request }: Trace): FetchFailure[] {
  const { headers, status } = response!;
  const failures: FetchFailure[] = [];
  const ok = checkPreflightStatus(status);
  if (!ok.ok) failures.push(ok);
  const { method, credentials: credentialsMode } = request;

  const methods = extractAllowedMethods({ method, useCorsPreflight: false }, headers);
  const allowed = methods.ok ? checkPreflightMethod({ method, credentialsMode }, methods.methods, headers) : methods;
  if (!allowed.ok) failures.push(allowed);

  const names = extractAllowedHeaderNames(headers);
  const unsafeNames = requestedHeaderNames(requestHeaders);
  const granted = names.ok
    ? checkPreflightHeaders({ unsafeNames, credentialsMode }, names.headerNames, headers)
    : names;
  if (!granted.ok) failures.push(granted);
  return failures;
}
