import { isOkStatus, isRedirectStatus } from "concors/protocol";
import { allowOriginMismatchCause, allowOriginMissingCause } from "./allow-origin-cause.ts";
import type { CauseCode } from "./cause-code.ts";
import type { Evidence } from "./evidence.ts";
import { headerLines, redirectTarget } from "./evidence.ts";
import { lookAlikeCause } from "./look-alikes/look-alike-cause.ts";
import { preflightRedirectCause } from "./redirect-cause.ts";

type FindCause = CauseCode | ((evidence: Evidence) => CauseCode);

/** The cause behind every failure that a trace can end with; a failure without one does not type-check. */
const causes: Readonly<Record<Evidence["failure"]["code"], FindCause>> = {
  "allow-origin-missing": allowOriginMissingCause,
  "allow-origin-wildcard-with-credentials": "CORS-C01",
  "allow-origin-mismatch": allowOriginMismatchCause,
  "allow-credentials-not-true": "CORS-C02",
  "preflight-status-not-ok": preflightStatusCause,
  "allow-methods-invalid": "CORS-M04",
  "allow-headers-invalid": "CORS-H04",
  "method-not-allowed": methodCause,
  "header-not-allowed": headerCause,
  "authorization-not-allowed": ({ failure }) => (hasWildcard(failure.actual) ? "CORS-H03" : "CORS-H01"),

  "invalid-request": "CORS-S06",
  "scheme-not-supported": "CORS-S01",
  "port-blocked": "CORS-S04",
  // The standard looks at this before the scheme; what is not http has the wrong scheme first.
  "mixed-content": ({ failure }) => (failure.actual?.startsWith("http:") === true ? "MIX-01" : "CORS-S01"),
  "content-security-policy": "CSP-01",
  "same-origin-mode": "CORS-S02",
  "no-cors-redirect-mode": "CORS-S03",
  "only-if-cached": "CORS-S05",
  "redirect-mode-error": "CORS-R09",
  "location-invalid": "CORS-R11",
  "redirect-scheme-not-http": "CORS-R07",
  "too-many-redirects": "CORS-R08",
  "redirect-url-includes-credentials": "CORS-R06",
  "redirect-body-not-replayable": "CORS-R10",
  "corp-same-origin": "CORP-01",
  "corp-same-site": "CORP-02",
  "corp-required-by-embedder": "CORP-03",
  "local-network-access": "CORS-L01",
  "keepalive-too-large": "CORS-S07",
  "stream-upload": "CORS-S08",
  "service-worker-response": "SW-01",
  nosniff: "ORB-01",
  "opaque-response-blocked": "ORB-01",

  "name-not-resolved": "NET-01",
  "connection-refused": "NET-02",
  "connection-reset": "NET-03",
  "connection-closed": "NET-03",
  "connection-timed-out": "NET-04",
  "timed-out": "NET-05",
  "invalid-http-response": "NET-06",
  "network-unreachable": "NET-07",
  aborted: "NET-08",
  "network-failed": "NET-09",
  "not-sent": "NET-10",
  "certificate-invalid": "TLS-01",
  "tls-error": "TLS-02",

  "url-literal": ({ facts }) => (facts.urlLiteral?.problem === "one-slash" ? "URL-02" : "URL-01"),
  "blocked-by-client": "EXT-01",
  "not-usable": "ORB-01",
  "canvas-tainted": "CORS-X02",
  "body-is-opaque": "CORS-X03",
  "header-not-exposed": "CORS-X01",
  "body-not-decodable": "BODY-01",
  "body-broken-off": "BODY-02",
};

/**
 * The cause of a failure. Engines look at a preflight's answer in different orders and so name different reasons; the
 * cause is the same for all: a status that is no success explains the headers that are missing with it.
 */
export function findCause(evidence: Evidence): CauseCode {
  const { exchange } = evidence;
  const lookAlike = lookAlikeCause(evidence);
  if (lookAlike !== null) return lookAlike;
  if (exchange?.kind === "preflight" && exchange.response !== null && !isOkStatus(exchange.response.status)) {
    return preflightStatusCause(evidence);
  }
  return causeOfFailure(evidence);
}

/** The cause of one failure, whatever else is wrong. */
export function causeOfFailure(evidence: Evidence): CauseCode {
  const find = causes[evidence.failure.code];
  return typeof find === "string" ? find : find(evidence);
}

function preflightStatusCause(evidence: Evidence): CauseCode {
  const status = evidence.exchange?.response?.status ?? 0;
  if (isRedirectStatus(status) && redirectTarget(evidence) !== null) return preflightRedirectCause(evidence);
  if (status === 401 || status === 403 || status === 407) return "CORS-P02";
  if (status === 404 || status === 405 || status === 501) return "CORS-P01";
  return status >= 500 ? "CORS-P03" : "CORS-P04";
}

function methodCause({ failure, request }: Evidence): CauseCode {
  const allowed = (failure.actual ?? "").split(",").map((method) => method.trim());
  if (request.credentials === "include" && allowed.includes("*")) return "CORS-M03";
  const wanted = request.method.toUpperCase();
  return allowed.some((method) => method.toUpperCase() === wanted) ? "CORS-M02" : "CORS-M01";
}

function headerCause(evidence: Evidence): CauseCode {
  const { failure, request } = evidence;
  if ("name" in failure && failure.name.startsWith("access-control-")) return "CORS-H05";
  const lines = headerLines(evidence, "Access-Control-Allow-Headers").join(",");
  return request.credentials === "include" && hasWildcard(lines) ? "CORS-H02" : "CORS-H01";
}

function hasWildcard(value: string | null): boolean {
  return (value ?? "").split(",").some((name) => name.trim() === "*");
}
