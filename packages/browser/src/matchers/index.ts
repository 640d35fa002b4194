export * from "./assertions.ts";
export { InconclusiveError, UsageError } from "./errors.ts";
export type { ExposureArguments } from "./expectations.ts";
export type { AuditRequestOptions } from "./judge-audit.ts";
export type { Provocations } from "./judge-errors.ts";
export { corsMatchers } from "./matchers.ts";
export type { CorsMatchers, MatcherContext } from "./matchers.ts";
export type { PageRequest, PageRequestFrom } from "./page-request.ts";
export type { FetchHandler, NodeListener, ServerUnderTest } from "./server-under-test.ts";
