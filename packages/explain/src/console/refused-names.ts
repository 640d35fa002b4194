import { disallowedHeaderNames, extractAllowedHeaderNames } from "concors/protocol";
import { requestedHeaderNames } from "../refused-header-names.ts";
import type { FailedFetch } from "./failed-fetch.ts";

/** The names, in lower case, that a preflight asked for and its answer does not allow. */
export function refusedNames({ exchange, request }: FailedFetch): ReadonlySet<string> {
  const headers = exchange?.response?.headers;
  const allowed = headers === undefined ? null : extractAllowedHeaderNames(headers);
  if (exchange === null || allowed === null || !allowed.ok) return new Set();
  const unsafeNames = requestedHeaderNames(exchange.requestHeaders);
  return new Set(disallowedHeaderNames({ unsafeNames, credentialsMode: request.credentials }, allowed.headerNames));
}
