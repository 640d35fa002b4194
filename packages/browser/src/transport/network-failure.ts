import type { NetworkFailure, NetworkFailureCode } from "../engine/index.ts";

const codes: Readonly<Record<string, NetworkFailureCode>> = {
  ABORT_ERR: "aborted",
  UND_ERR_ABORTED: "aborted",
  ENOTFOUND: "name-not-resolved",
  EAI_AGAIN: "name-not-resolved",
  EAI_FAIL: "name-not-resolved",
  EAI_NODATA: "name-not-resolved",
  EAI_NONAME: "name-not-resolved",
  ECONNREFUSED: "connection-refused",
  ECONNRESET: "connection-reset",
  EPIPE: "connection-reset",
  UND_ERR_SOCKET: "connection-closed",
  ETIMEDOUT: "connection-timed-out",
  UND_ERR_CONNECT_TIMEOUT: "connection-timed-out",
  UND_ERR_HEADERS_TIMEOUT: "timed-out",
  UND_ERR_BODY_TIMEOUT: "timed-out",
  EHOSTUNREACH: "network-unreachable",
  ENETUNREACH: "network-unreachable",
  ENETDOWN: "network-unreachable",
  EADDRNOTAVAIL: "network-unreachable",
  UND_ERR_HEADERS_OVERFLOW: "invalid-http-response",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "invalid-http-response",
  EPROTO: "tls-error",
};

/** @see https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificateCode =
  /^(?:CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERROR_IN_CERT|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_)/;

/** Reading goes wrong in zlib's words when a body is not what Content-Encoding says. */
const decodingCode = /^(?:Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ERR_PADDING|ZSTD_)/;

/** What an error of the network means, in a code and one sentence. */
export function networkFailure(error: unknown, url: string): NetworkFailure {
  const code = systemCodeOf(error);
  const failed = failureCodeOf(code);
  return { failed, message: sentences[failed](hostOf(url), detailOf(error, code)), cause: error };
}

function failureCodeOf(code: string): NetworkFailureCode {
  const known = codes[code];
  if (known !== undefined) return known;
  if (certificateCode.test(code)) return "certificate-invalid";
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_")) return "tls-error";
  if (code.startsWith("HPE_") || decodingCode.test(code)) return "invalid-http-response";
  return "network-failed";
}

/** The code of an error, or of the first of several: of trying a host's addresses in turn. */
function systemCodeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at instanceof AggregateError ? at.errors[0] : at.cause) {
    if ("code" in at && typeof at.code === "string" && at.code !== "") return at.code;
    if (at.name === "AbortError") return "ABORT_ERR";
    // NB: undici means to give these a code, and has none.
    if (at.name === "HTTPParserError") return "HPE_";
  }
  return "";
}

type Sentence = (host: string, detail: string) => string;

const sentences: Readonly<Record<NetworkFailureCode, Sentence>> = {
  aborted: () => "The fetch was aborted.",
  "timed-out": (host) => `${host} did not answer in time.`,
  "name-not-resolved": (host) => `The address of ${host} could not be found.`,
  "connection-refused": (host) => `${host} refuses connections.`,
  "connection-reset": (host) => `${host} closed the connection before its answer was complete.`,
  "connection-closed": (host) => `${host} closed the connection before its answer was complete.`,
  "connection-timed-out": (host) => `${host} did not accept a connection in time.`,
  "tls-error": (host, detail) => `No secure connection to ${host} could be made: ${detail}.`,
  "certificate-invalid": (host, detail) => `The certificate of ${host} is not valid: ${detail}.`,
  "invalid-http-response": (host, detail) => `What ${host} answers is not valid HTTP: ${detail}.`,
  "network-unreachable": (host) => `There is no way through the network to ${host}.`,
  "not-sent": (host) => `Nothing was sent to ${host}.`,
  "network-failed": (host, detail) => `The request to ${host} failed: ${detail}.`,
};

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "the server";
}

/** OpenSSL's messages name its source files; the code says the same in words. */
function detailOf(error: unknown, code: string): string {
  if (code.startsWith("ERR_SSL_")) return code.slice("ERR_SSL_".length).toLowerCase().replaceAll("_", " ");
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/\.$/, "");
}
