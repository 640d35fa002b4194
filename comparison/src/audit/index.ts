import { answerEndpoints } from "./answer-endpoints.ts";
import { cacheEndpoints } from "./cache-endpoints.ts";
import type { Endpoint } from "./endpoint.ts";
import { openEndpoints } from "./open-endpoints.ts";
import { placeEndpoints } from "./place-endpoints.ts";
import { policyEndpoints } from "./policy-endpoints.ts";
import { preflightEndpoints } from "./preflight-endpoints.ts";
import { serverEndpoints } from "./server-endpoints.ts";

/** Every endpoint of the bench, with its truth. */
export const endpoints: readonly Endpoint[] = [
  ...openEndpoints,
  ...placeEndpoints,
  ...answerEndpoints,
  ...cacheEndpoints,
  ...policyEndpoints,
  ...preflightEndpoints,
  ...serverEndpoints,
];
