import type { FetchRequest } from "./fetch-request.ts";
import type { FinishedFetch } from "./main-fetch.ts";
import { mainFetch } from "./main-fetch.ts";
import type { SyncTransport } from "./network.ts";
import type { UserAgent } from "./user-agent.ts";

/** Runs a fetch to its end at once, over a transport that answers at once. */
export function simulateFetch(agent: UserAgent, request: FetchRequest, transport: SyncTransport): FinishedFetch {
  const steps = mainFetch(agent, request);
  let step = steps.next();
  while (step.done !== true) step = steps.next(transport(step.value));
  return step.value;
}
