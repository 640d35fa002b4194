import type { CauseCode, ConnectionCauseCode } from "../cause-code.ts";
import type { Evidence } from "../evidence.ts";
import type { CertificateProblem } from "./facts.ts";
import { isHstsRedirect } from "./failure.ts";

/** The cause that a closer look found behind a failure; null if the failure says all there is. */
export function lookAlikeCause(evidence: Evidence): CauseCode | null {
  const { exchange, exchanges, facts, failure } = evidence;
  // What goes wrong after a browser's own redirect to https goes wrong because of it.
  const isAboutOrigin = failure.code.startsWith("allow-") || failure.code.startsWith("preflight-");
  if (isAboutOrigin && exchanges.some(isHstsRedirect)) return "HSTS-01";
  switch (failure.code) {
    case "certificate-invalid":
      return certificateCauses[facts.certificate ?? "other"];
    case "connection-refused":
    case "connection-timed-out":
    case "network-unreachable":
      return facts.addresses?.some(({ outcome }) => outcome === "accepts") === true ? "NET-13" : null;
    case "not-sent":
      return facts.isRecording === true ? "NET-14" : null;
    case "connection-closed":
    case "connection-reset":
    case "invalid-http-response":
    case "tls-error":
    case "network-failed":
    case "timed-out":
      if (facts.speaksOtherScheme === true) return exchange?.url.startsWith("https:") === true ? "TLS-06" : "NET-11";
      return exchange?.kind === "preflight" && facts.answersGet === true ? "NET-12" : null;
    case "allow-origin-missing":
    case "preflight-status-not-ok":
      // Some servers answer http at an https port with 400, to say so.
      return facts.speaksOtherScheme === true && exchange?.response?.status === 400 ? "NET-11" : null;
    default:
      return null;
  }
}

const certificateCauses: Readonly<Record<CertificateProblem, ConnectionCauseCode | null>> = {
  "self-signed": "TLS-03",
  expired: "TLS-04",
  "not-yet-valid": "TLS-04",
  "wrong-name": "TLS-05",
  "unknown-authority": null,
  other: null,
};
