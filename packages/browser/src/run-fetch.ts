import { setMaxListeners } from "node:events";
import type {
  FetchRequest,
  FinishedFetch,
  NetworkAnswer,
  NetworkRequest,
  Transport,
  UserAgent,
} from "./engine/index.ts";
import { mainFetch } from "./engine/index.ts";
import { discardBody } from "./transport/discard-body.ts";
import { networkFailure } from "./transport/network-failure.ts";

/** Runs a fetch to its end over a transport. Never rejects: an abort is a failure like any other. */
export async function runFetch(
  agent: UserAgent,
  request: FetchRequest,
  transport: Transport,
  signal: AbortSignal | null,
): Promise<FinishedFetch> {
  // One signal may stop many fetches; that many listeners are no leak.
  if (signal instanceof EventTarget) setMaxListeners(0, signal);
  const steps = mainFetch(agent, request);
  let step = steps.next();
  while (step.done !== true) {
    const answer = await answerOf(step.value, transport, signal);
    step = steps.next(answer);
    if (!isHandedOn(step, answer)) discard(answer);
  }
  return step.value;
}

const aborted: NetworkAnswer = { failed: "aborted", message: "The fetch was aborted." };

/** The transport's answer, or that it was not waited for. */
async function answerOf(
  sent: NetworkRequest,
  transport: Transport,
  signal: AbortSignal | null,
): Promise<NetworkAnswer> {
  if (signal === null) return settledAnswer(sent, transport, null);
  if (signal.aborted) return aborted;
  const over = new AbortController();
  const gaveUp = new Promise<NetworkAnswer>((resolve) => {
    signal.addEventListener("abort", () => resolve(aborted), { once: true, signal: over.signal });
  });
  const answer = settledAnswer(sent, transport, signal);
  const first = await Promise.race([answer, gaveUp]);
  // The listener goes: a signal may outlive many fetches.
  over.abort();
  if (first === aborted) void answer.then(discard);
  return first;
}

/** A transport of someone else's may throw. */
async function settledAnswer(
  sent: NetworkRequest,
  transport: Transport,
  signal: AbortSignal | null,
): Promise<NetworkAnswer> {
  try {
    return await transport(sent, signal);
  } catch (error) {
    return networkFailure(error, sent.url.href);
  }
}

/** Whether the page is to read this answer's body. */
function isHandedOn(step: IteratorResult<NetworkRequest, FinishedFetch>, answer: NetworkAnswer): boolean {
  if (step.done !== true) return false;
  const { result } = step.value;
  return result.ok && result.hasBody && result.internal === answer;
}

function discard(answer: NetworkAnswer): void {
  if ("body" in answer) discardBody(answer.body);
}
