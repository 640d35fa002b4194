import { disallowedHeaderNames, extractAllowedHeaderNames, get } from "concors/protocol";
import type { Evidence } from "./evidence.ts";

/**
 * The names of all headers that a preflight asked for and was not granted: an engine stops at the first, and whoever
 * mends the server wants to know all.
 */
export function refusedHeaderNames({ exchange, failure, request }: Evidence): readonly string[] {
  const first = "name" in failure ? [failure.name] : [];
  if (exchange?.kind !== "preflight" || exchange.response === null) return first;
  const allowed = extractAllowedHeaderNames(exchange.response.headers);
  const unsafeNames = requestedHeaderNames(exchange.requestHeaders);
  const names = allowed.ok
    ? disallowedHeaderNames({ unsafeNames, credentialsMode: request.credentials }, allowed.headerNames)
    : unsafeNames;
  return first.length === 1 && !names.includes(first[0]!) ? [...first, ...names] : names;
}

/** What a preflight asks for, in lower case. */
export function requestedHeaderNames(preflightHeaders: Parameters<typeof get>[0]): readonly string[] {
  const value = get(preflightHeaders, "Access-Control-Request-Headers");
  return value === null ? [] : value.split(",");
}
