import type { FetchFailure } from "@concors/browser/engine";
import type { HeaderList } from "concors/protocol";
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
import type { ExplainedProblem } from "./explanation.ts";
import { causeOfFailure } from "./find-cause.ts";
import { messages } from "./messages.ts";
import { requestedHeaderNames } from "./refused-header-names.ts";

/**
 * Everything else that is wrong with the deciding answer. An engine stops at the first thing; whoever mends the server
 * would meet the next one after it.
 */
export function otherProblems(evidence: Evidence, cause: CauseCode): ExplainedProblem[] {
  // A preflight that nobody handles lacks everything.
  if (isAboutPreflightStatus(cause)) return [];
  const seen = new Set<CauseCode>([cause]);
  const problems: ExplainedProblem[] = [];
  for (const failure of failuresOf(evidence)) {
    const found = { ...evidence, failure };
    const code = causeOfFailure(found);
    if (seen.has(code)) continue;
    seen.add(code);
    problems.push({ code, title: messages[code].title, summary: messages[code].summary(found) });
  }
  return problems;
}

function failuresOf(evidence: Evidence): FetchFailure[] {
  const { exchange, origin, request } = evidence;
  if (exchange === null || exchange.response === null) return [];
  // A response of the page's own origin is not checked.
  if (exchange.kind === "actual" && !exchange.checks.some(({ name }) => name === "cors-check")) return [];
  const { headers, status } = exchange.response;
  const shared = corsCheck(origin, request.credentials, headers);
  const failures: FetchFailure[] = shared.ok ? [] : [shared];
  if (exchange.kind === "preflight")
    failures.push(...preflightFailures(evidence, headers, status, exchange.requestHeaders));
  return failures;
}

function preflightFailures(
  { request }: Evidence,
  headers: HeaderList,
  status: number,
  requestHeaders: HeaderList,
): FetchFailure[] {
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
