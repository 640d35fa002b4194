import { answerEndpoints } from "./answer-endpoints.ts";
import type { Endpoint } from "./endpoint.ts";
import { openEndpoints } from "./open-endpoints.ts";
import { preflightEndpoints } from "./preflight-endpoints.ts";
import { serverEndpoints } from "./server-endpoints.ts";

/** Every endpoint of the bench, with its truth. */
export const endpoints: readonly Endpoint[] = [
  ...openEndpoints,
  ...answerEndpoints,
  ...preflightEndpoints,
  ...serverEndpoints,
];
