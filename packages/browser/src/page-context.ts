import { answerContent } from "./answer-body.ts";
import type { BodyState } from "./body.ts";
import { unreadBody } from "./body.ts";
import type { Client, FilteredResponse, Transport, UserAgent } from "./engine/index.ts";
import { bodyError } from "./page-error.ts";
import { networkFailure } from "./transport/network-failure.ts";

/** What a page's fetches stand on. */
export interface PageContext {
  readonly agent: UserAgent;
  readonly client: Client;
  readonly transport: Transport;
}

/** The body of a response, as the page reads it: what breaks it off is the page's to see, by abort or by the bare TypeError. */
export function responseBody(
  { agent }: PageContext,
  { hasBody, internal, url }: FilteredResponse,
  signal: AbortSignal | null,
): BodyState | null {
  if (!hasBody) return null;
  return unreadBody(answerContent(internal.body), (error) => {
    if (signal?.aborted === true) return signal.reason as unknown;
    const { failed, message } = networkFailure(error, url);
    return bodyError(agent.engine, { ok: false, code: failed, actual: message });
  });
}
