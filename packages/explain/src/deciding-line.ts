import type { CauseCode } from "./cause-code.ts";
import { isAboutPreflightStatus } from "./cause-code.ts";
import type { Evidence } from "./evidence.ts";
import type { DecidingLine } from "./explanation.ts";
import { messages } from "./messages.ts";

/** The header that each failure is read from; those without one are read from the status, or there is no answer. */
const headers: Partial<Record<Evidence["failure"]["code"], string>> = {
  "allow-origin-missing": "Access-Control-Allow-Origin",
  "allow-origin-mismatch": "Access-Control-Allow-Origin",
  "allow-origin-wildcard-with-credentials": "Access-Control-Allow-Origin",
  "allow-credentials-not-true": "Access-Control-Allow-Credentials",
  "allow-methods-invalid": "Access-Control-Allow-Methods",
  "allow-headers-invalid": "Access-Control-Allow-Headers",
  "method-not-allowed": "Access-Control-Allow-Methods",
  "header-not-allowed": "Access-Control-Allow-Headers",
  "authorization-not-allowed": "Access-Control-Allow-Headers",
  "location-invalid": "Location",
  "redirect-scheme-not-http": "Location",
  "redirect-url-includes-credentials": "Location",
  "too-many-redirects": "Location",
  nosniff: "Content-Type",
  "opaque-response-blocked": "Content-Type",
  "not-usable": "Content-Type",
  "canvas-tainted": "Access-Control-Allow-Origin",
  "body-is-opaque": "Access-Control-Allow-Origin",
  "header-not-exposed": "Access-Control-Expose-Headers",
  "body-not-decodable": "Content-Encoding",
  "corp-same-origin": "Cross-Origin-Resource-Policy",
  "corp-same-site": "Cross-Origin-Resource-Policy",
  "corp-required-by-embedder": "Cross-Origin-Resource-Policy",
};

/** The line of the deciding answer that a person should look at. */
export function decidingLine(evidence: Evidence, code: CauseCode): DecidingLine {
  const wanted = messages[code].wanted(evidence);
  const response = evidence.exchange?.response ?? null;
  if (response === null) return { kind: "no-answer", name: null, lines: [], wanted };
  const name = headers[evidence.failure.code];
  if (name === undefined || isAboutPreflightStatus(code)) return { kind: "status", name: null, lines: [], wanted };
  const lowercased = name.toLowerCase();
  const lines = response.headers.flatMap(([key], index) => (key.toLowerCase() === lowercased ? [index] : []));
  return { kind: lines.length === 0 ? "absent-header" : "header", name, lines, wanted };
}
