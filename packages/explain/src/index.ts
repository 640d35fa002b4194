export type { CauseCode } from "./cause-code.ts";
export { causeFamilies, causesPage } from "./causes-page.ts";
export { causeCodes, describeCause } from "./describe-cause.ts";
export type { CauseDescription } from "./describe-cause.ts";
export type * from "./explanation.ts";
export { consoleOf } from "./console/console-output.ts";
export type { ConsoleOutput } from "./console/output.ts";
export type { ConsoleWords } from "./console/words-of-cause.ts";
export { exampleHeaderValue } from "./console/read/command-line.ts";
export { readConsole } from "./console/read/read-console.ts";
export type { ConsoleReading, PossibleCause } from "./console/read/read-console.ts";
export { explain } from "./explain.ts";
export type { ExplainOptions } from "./explain.ts";
export { explainAll } from "./explain-all.ts";
export type { ExplainAllOptions } from "./explain-all.ts";
export {
  blockingDirective,
  directivesFor,
  sandboxes,
  upgradesInsecureRequests,
} from "./look-alikes/content-security-policy.ts";
export type { Directive, FetchDirective, PagePolicy } from "./look-alikes/content-security-policy.ts";
export type { AddressFact, BodyFact, CertificateProblem, Destination, Facts } from "./look-alikes/facts.ts";
export { isHstsPreloaded } from "./look-alikes/strict-transport-security.ts";
export { urlLiteral } from "./look-alikes/url-literal.ts";
export type { UrlLiteral, UrlProblem } from "./look-alikes/url-literal.ts";
export { missingByPlace } from "./fixes/missing-by-place.ts";
export { serverNames } from "./fixes/server-fixes.ts";
export { isControl, printable } from "./printable.ts";
export type { RecordedFailure, RecordingReport } from "./recording-report.ts";
export { isSecretHeader, redactHeaders, redactText, redactUrl } from "./redact.ts";
export { curlLine, tellingHeaders } from "./reproduce/curl-line.ts";
export type { CurlRequest } from "./reproduce/curl-line.ts";
export { describeSecurity, securityCodes } from "./security/security-words.ts";
export type { SecurityDescription } from "./security/security-words.ts";
export type { SpecStep } from "./spec-step.ts";
