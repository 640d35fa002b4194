import type { NetworkAnswer, NetworkFailure, NetworkRequest } from "@concors/browser";
import type { SyncTransport } from "@concors/browser/engine";
import { get } from "concors/protocol";
import type { Har, HarEntry } from "./har-file.ts";
import { isPreflight } from "./har-requests.ts";

/** A transport that answers one request as the recording says: what is not in it is not known. Nothing is sent. */
export function harTransport({ entries }: Har, main: HarEntry): SyncTransport {
  let isFirst = true;
  return (request) => {
    if (request.kind === "preflight") return preflightAnswer(entries, main, request);
    const entry = isFirst ? main : nextHop(entries, main, request);
    isFirst = false;
    return entry === undefined ? notRecorded("") : answerOf(entry);
  };
}

/**
 * The answer to a preflight: it stands before its request in the recording, or after, or not at all; and one that was
 * cached is that of an earlier request.
 */
function preflightAnswer(entries: readonly HarEntry[], main: HarEntry, request: NetworkRequest): NetworkAnswer {
  const asked = get(request.headerList, "Access-Control-Request-Method");
  const known = entries.filter(
    (entry) =>
      isPreflight(entry) &&
      entry.url.href === request.url.href &&
      (get(entry.requestHeaders, "Access-Control-Request-Method") ?? asked) === asked,
  );
  const nearest = known.sort((a, b) => Math.abs(a.at - main.at) - Math.abs(b.at - main.at))[0];
  if (nearest !== undefined) return answerOf(nearest);
  return main.status === 0 ? notRecorded(main.error ?? "") : grantOf(request);
}

/** Its request was answered, so it was sent, so it was permitted. */
function grantOf({ headerList }: NetworkRequest): NetworkAnswer {
  const value = (name: string): string => get(headerList, name) ?? "";
  return {
    status: 204,
    headerList: [
      ["Access-Control-Allow-Origin", value("Origin")],
      ["Access-Control-Allow-Credentials", "true"],
      ["Access-Control-Allow-Methods", value("Access-Control-Request-Method")],
      ["Access-Control-Allow-Headers", value("Access-Control-Request-Headers")],
    ],
    inferredFrom: "what followed: the recording has no preflight, and the request was sent",
  };
}

function nextHop(entries: readonly HarEntry[], main: HarEntry, { url }: NetworkRequest): HarEntry | undefined {
  return entries.find(
    (entry) => entry !== main && entry.at >= main.at && !isPreflight(entry) && entry.url.href === url.href,
  );
}

function answerOf({ error, remoteAddress, responseHeaders, status, statusText, url }: HarEntry): NetworkAnswer {
  if (status === 0) return failureOf(error ?? "", url.host);
  return {
    status,
    statusText,
    headerList: responseHeaders,
    ...(remoteAddress === null ? {} : { remoteAddress }),
  };
}

/** Chromium's names of what goes wrong in the network. */
const failures: readonly (readonly [RegExp, NetworkFailure["failed"]])[] = [
  [/ERR_(?:NAME_|ICANN_|DNS_)/, "name-not-resolved"],
  [/ERR_CONNECTION_REFUSED/, "connection-refused"],
  [/ERR_CONNECTION_(?:RESET|ABORTED)/, "connection-reset"],
  [/ERR_(?:CONNECTION_CLOSED|EMPTY_RESPONSE)/, "connection-closed"],
  [/ERR_CONNECTION_TIMED_OUT/, "connection-timed-out"],
  [/ERR_TIMED_OUT/, "timed-out"],
  [/ERR_CERT_/, "certificate-invalid"],
  [/ERR_SSL_/, "tls-error"],
  [/ERR_(?:INVALID_(?:HTTP_)?RESPONSE|HTTP2_|QUIC_|RESPONSE_HEADERS_)/, "invalid-http-response"],
  [/ERR_(?:INTERNET_DISCONNECTED|ADDRESS_UNREACHABLE|NETWORK_)/, "network-unreachable"],
  [/ERR_ABORTED/, "aborted"],
];

function failureOf(error: string, host: string): NetworkFailure {
  const known = failures.find(([pattern]) => pattern.test(error));
  return known === undefined ? notRecorded(error) : { failed: known[1], message: `${host} failed: ${error}.` };
}

/** NB: What follows the colon is what a person reads. */
export function notRecorded(detail: string): NetworkFailure {
  return { failed: "not-sent", message: detail === "" ? "" : `The recording says: ${detail}.` };
}
