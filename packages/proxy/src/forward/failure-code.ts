import type { ProblemCode } from "../problem.ts";

const codes: Readonly<Record<string, ProblemCode>> = {
  "target-address-refused": "target-address-refused",
  ENOTFOUND: "target-unknown",
  ENODATA: "target-unknown",
  UND_ERR_CONNECT_TIMEOUT: "answer-late",
  UND_ERR_HEADERS_TIMEOUT: "answer-late",
  UND_ERR_BODY_TIMEOUT: "answer-late",
  ETIMEDOUT: "answer-late",
  ETIMEOUT: "answer-late",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "answer-malformed",
  ERR_ASSERTION: "answer-malformed",
  UND_ERR_HEADERS_OVERFLOW: "answer-headers-too-many",
  UND_ERR_MAX_ORIGINS_REACHED: "overloaded",
  UND_ERR_INVALID_ARG: "target-malformed",
};

/** The problem that an error of a connection is told as. */
export function failureCode(error: Error & { readonly code?: unknown }): ProblemCode {
  const code = typeof error.code === "string" ? error.code : "";
  const known = codes[code];
  if (known !== undefined) return known;
  // NB: undici's parser does not always say what it stopped at.
  if (error.name === "HTTPParserError") return "answer-malformed";
  if (/^(?:CERT_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_|SELF_SIGNED_|UNABLE_TO_)/.test(code)) return "target-untrusted";
  return "target-unreachable";
}
