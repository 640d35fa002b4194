import { actualHeaders, commonHeaders, preflightHeaders } from "../plan/grant-headers.ts";
import type { Grant } from "../plan/plan.ts";

/**
 * The headers of a server whose answers are all alike: those of a preflight with the others, which do no harm there, and
 * are right where something else answers it.
 */
export function fixedHeaders(grant: Grant, origin = "*"): readonly (readonly [name: string, value: string])[] {
  return [
    ["Access-Control-Allow-Origin", origin],
    ...commonHeaders(grant),
    ...preflightHeaders(grant),
    ...actualHeaders(grant),
  ];
}
