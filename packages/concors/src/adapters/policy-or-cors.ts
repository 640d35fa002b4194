import { createCors } from "../policy/create-cors.ts";
import type { CorsDecider } from "../policy/cors.ts";
import type { RoutedRequest } from "../policy/cors-routes.ts";
import type { Decision } from "../policy/decision.ts";
import type { Policy } from "../policy/policy.ts";

/** What every adapter takes: a policy, or what `createCors` or `corsRoutes` made of one. */
export type PolicyOrCors = Policy | CorsDecider<RoutedRequest>;

/** @throws PolicyError with everything that is wrong with the policy */
export function corsOf(policy: PolicyOrCors): CorsDecider<RoutedRequest> {
  return "decide" in policy ? policy : createCors(policy);
}

/** Decides; at once, unless somebody has to be asked about the origin. */
export function decide(cors: CorsDecider<RoutedRequest>, request: RoutedRequest): Decision | Promise<Decision> {
  return cors.isAsync ? cors.decideAsync(request) : cors.decide(request);
}
