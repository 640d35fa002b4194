export { checkPolicy } from "./policy/check-policy.ts";
export type { CheckedPolicy } from "./policy/check-policy.ts";
export type { Cors, CorsDecider } from "./policy/cors.ts";
export { corsRoutes } from "./policy/cors-routes.ts";
export type { CorsRoute, CorsRoutes, RoutedRequest, RouteOptions } from "./policy/cors-routes.ts";
export { createCors } from "./policy/create-cors.ts";
export type { CorsOptions } from "./policy/create-cors.ts";
export type {
  ActualDecision,
  Decision,
  DecisionHeader,
  DecisionHeaders,
  DenialReason,
  NotCorsDecision,
  PreflightDecision,
} from "./policy/decision.ts";
export type { DecisionExplanation } from "./policy/explain-decision.ts";
export type { Gate, GateOptions, GateReason } from "./policy/gate.ts";
export type { Issue, IssuePath } from "./policy/issue.ts";
export type { IssueCode } from "./policy/issue-words.ts";
export { PolicyError } from "./policy/policy-error.ts";
export type * from "./policy/policy.ts";
export type { CorsRequest, RequestHeaders } from "./policy/request.ts";
