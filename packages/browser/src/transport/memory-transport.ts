import type { AnswerBody } from "../answer-body.ts";
import type { NetworkFailure, NetworkRequest, NetworkResponse, Transport } from "../engine/index.ts";
import { networkFailure } from "./network-failure.ts";

/** What a handler answers: a response, of which only the status is needed, or why there is none. */
export type MemoryAnswer = (Partial<Omit<NetworkResponse, "body">> & { readonly body?: AnswerBody }) | NetworkFailure;

export type MemoryHandler = (
  request: NetworkRequest,
  signal: AbortSignal | null,
) => MemoryAnswer | Promise<MemoryAnswer>;

/** A transport that asks a function instead of a server: for what-if and for tests. What it throws is a network failure. */
export function memoryTransport(handler: MemoryHandler): Transport {
  return async (request, signal) => {
    try {
      const answer = await handler(request, signal);
      return "failed" in answer ? answer : { status: 200, headerList: [], ...answer };
    } catch (error) {
      return networkFailure(error, request.url.href);
    }
  };
}
