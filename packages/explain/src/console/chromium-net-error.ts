import type { FetchFailure } from "@concors/browser/engine";
import type { FailedFetch } from "./failed-fetch.ts";

/** @see https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h */
const netErrors: Readonly<Partial<Record<FetchFailure["code"], string>>> = {
  "name-not-resolved": "ERR_NAME_NOT_RESOLVED",
  "connection-refused": "ERR_CONNECTION_REFUSED",
  "connection-reset": "ERR_CONNECTION_RESET",
  "connection-closed": "ERR_EMPTY_RESPONSE",
  "connection-timed-out": "ERR_CONNECTION_TIMED_OUT",
  "timed-out": "ERR_TIMED_OUT",
  "network-unreachable": "ERR_ADDRESS_UNREACHABLE",
  "invalid-http-response": "ERR_INVALID_HTTP_RESPONSE",
  "tls-error": "ERR_SSL_PROTOCOL_ERROR",
  "port-blocked": "ERR_UNSAFE_PORT",
  "only-if-cached": "ERR_CACHE_MISS",
  "stream-upload": "ERR_ALPN_NEGOTIATION_FAILED",
  "too-many-redirects": "ERR_TOO_MANY_REDIRECTS",
  "redirect-scheme-not-http": "ERR_UNSAFE_REDIRECT",
  "location-invalid": "ERR_INVALID_REDIRECT",
  "corp-same-origin": "ERR_BLOCKED_BY_RESPONSE.NotSameOrigin",
  "corp-same-site": "ERR_BLOCKED_BY_RESPONSE.NotSameSite",
  "corp-required-by-embedder": "ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep",
};

/** The name of the network error behind a failure that is not of CORS. */
export function chromiumNetError({ failure }: FailedFetch): string {
  if (failure.code === "certificate-invalid") return certificateError(failure.actual ?? "");
  return netErrors[failure.code] ?? "ERR_FAILED";
}

/** What is wrong with a certificate is known from the sentence of the transport, in OpenSSL's words. */
function certificateError(said: string): string {
  if (/expired|not yet valid/i.test(said)) return "ERR_CERT_DATE_INVALID";
  return /altname|does not match|hostname/i.test(said) ? "ERR_CERT_COMMON_NAME_INVALID" : "ERR_CERT_AUTHORITY_INVALID";
}
