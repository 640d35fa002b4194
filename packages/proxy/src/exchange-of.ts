import type { IncomingMessage, ServerResponse } from "node:http";
import type { Caller } from "./callers/caller.ts";
import type { Exchange } from "./exchange.ts";
import type { Passage } from "./forward/passage.ts";
import type { Target } from "./target/target.ts";

/** @param begun when, in milliseconds of `performance.now` */
export function exchangeOf(
  request: IncomingMessage,
  response: ServerResponse,
  { origin, address }: Caller,
  target: Target | null,
  passage: Passage,
  begun: number,
): Exchange {
  return {
    method: request.method ?? "",
    target: target?.origin ?? null,
    origin,
    address,
    status: response.headersSent ? response.statusCode : null,
    ...passage,
    // A WebSocket is no answer that ends.
    problem: passage.problem ?? (response.writableFinished || response.statusCode === 101 ? null : "client-left"),
    milliseconds: performance.now() - begun,
  };
}
