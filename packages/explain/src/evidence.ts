import type { Exchange, FetchFailure, Trace, TraceRequest } from "@concors/browser/engine";
import { get, isCorsSafelistedResponseHeaderName, isForbiddenResponseHeaderName } from "concors/protocol";
import type { Facts } from "./look-alikes/facts.ts";
import type { LookAlikeFailure } from "./look-alikes/failure.ts";

/** What a cause is found from, and what its sentence is made of. */
export interface Evidence {
  readonly request: TraceRequest;
  readonly failure: FetchFailure | LookAlikeFailure;
  /** The exchange that decided; null if nothing was sent. */
  readonly exchange: Exchange | null;
  readonly exchanges: readonly Exchange[];
  /** The `Origin` that the server was told, or would have been. */
  readonly origin: string;
  readonly facts: Facts;
}

export function evidenceOf(
  trace: Trace,
  failure: Evidence["failure"],
  exchangeIndex: number | null,
  facts: Facts,
): Evidence {
  const exchange = exchangeIndex === null ? null : (trace.exchanges[exchangeIndex] ?? null);
  const origin = originSent(exchange, trace.request);
  return { request: trace.request, failure, exchange, exchanges: trace.exchanges, origin, facts };
}

/** The `Origin` that an exchange carried, or would have. */
export function originSent(exchange: Exchange | null, request: TraceRequest): string {
  return (exchange === null ? null : get(exchange.requestHeaders, "Origin")) ?? request.origin;
}

/** The names of the headers that the page reads of the answer, and that a server has to name first. */
export function readNames({ reads = [] }: Facts): readonly string[] {
  return reads.filter((name) => !isCorsSafelistedResponseHeaderName(name, []) && !isForbiddenResponseHeaderName(name));
}

/** Whether an answer was not asked for, but worked out from others. */
export function isInferred({ response }: Exchange): boolean {
  return response !== null && response.inferredFrom !== null;
}

/** The values of a header's lines in the deciding answer. */
export function headerLines({ exchange }: Evidence, name: string): readonly string[] {
  const lowercased = name.toLowerCase();
  const headers = exchange?.response?.headers ?? [];
  return headers.filter(([key]) => key.toLowerCase() === lowercased).map(([, value]) => value);
}

/** Where the deciding answer redirects to; null if it does not, or to no URL, or to nothing at all. */
export function redirectTarget({ exchange }: Evidence): URL | null {
  const location = exchange?.response === undefined ? null : get(exchange.response?.headers ?? [], "Location");
  if (exchange === null || location === null || location === "") return null;
  return URL.canParse(location, exchange.url) ? new URL(location, exchange.url) : null;
}
