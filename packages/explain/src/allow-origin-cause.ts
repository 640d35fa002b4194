import { isRedirectStatus, parseOrigin } from "concors/protocol";
import type { CauseCode } from "./cause-code.ts";
import type { Evidence } from "./evidence.ts";
import { headerLines, redirectTarget } from "./evidence.ts";
import { originMisspelling } from "./origin-difference.ts";
import { isLogInUrl, redirectCause } from "./redirect-cause.ts";

/** What an answer without `Access-Control-Allow-Origin` means. */
export function allowOriginMissingCause(evidence: Evidence): CauseCode {
  const { exchange } = evidence;
  if (exchange?.kind === "preflight") return "CORS-P05";
  const status = exchange?.response?.status ?? 0;
  if (isRedirectStatus(status) && redirectTarget(evidence) !== null) return redirectCause(evidence);
  if (exchange !== null && exchange.hop > 0 && isLogInUrl(exchange.url)) return "CORS-R04";
  if (status >= 400) return "CORS-O02";
  return becameNull(evidence) ? "CORS-R05" : "CORS-O01";
}

/** What is wrong with an `Access-Control-Allow-Origin` that is not the request's origin. */
export function allowOriginMismatchCause(evidence: Evidence): CauseCode {
  const { failure, origin } = evidence;
  const value = failure.actual ?? "";
  if (headerLines(evidence, "Access-Control-Allow-Origin").length > 1) return "CORS-O06";
  if (/[^\s,;][\s,;]+[^\s,;]/.test(value)) return "CORS-O05";
  if (origin === "null") return becameNull(evidence) ? "CORS-R05" : "CORS-O09";
  if (value === "null") return "CORS-O10";
  if (parseOrigin(value) !== null) return "CORS-O03";
  if (originMisspelling(value, origin) !== null) return "CORS-O04";
  return /[*].*[.:/]|[.:/].*[*]/.test(value) ? "CORS-O07" : "CORS-O08";
}

/** Whether the request began with an origin, and lost it to a redirect. */
function becameNull({ exchange, origin, request }: Evidence): boolean {
  return origin === "null" && request.origin !== "null" && exchange !== null && exchange.hop > 0;
}
