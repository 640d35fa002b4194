import type { Trace } from "@concors/browser/engine";
import type { CauseCode } from "../cause-code.ts";
import type { LookAlike, LookAlikeCode } from "../explanation.ts";
import { messages } from "../messages.ts";
import { actualFinding, bodyFinding, cacheFinding, exposureFinding, preflightFinding } from "./answer-findings.ts";
import { dnsFinding, hstsFinding, tcpFinding, tlsFinding } from "./connection-findings.ts";
import type { Facts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { notReached } from "./finding.ts";
import { contextFinding, policyFinding, urlFinding } from "./page-findings.ts";

/** What is known of each kind of failure, in the order in which a browser meets them. */
const families: readonly (readonly [LookAlikeCode, (trace: Trace, facts: Facts) => Finding])[] = [
  ["url-literal", urlFinding],
  ["page-context", contextFinding],
  ["content-security-policy", policyFinding],
  ["dns", dnsFinding],
  ["tcp-ipv4", (trace, facts) => tcpFinding(trace, facts, 4)],
  ["tcp-ipv6", (trace, facts) => tcpFinding(trace, facts, 6)],
  ["tls", tlsFinding],
  ["hsts", hstsFinding],
  ["preflight", preflightFinding],
  ["actual", actualFinding],
  ["body", bodyFinding],
  ["exposure", exposureFinding],
  ["cache", cacheFinding],
];

/**
 * Everything that gives a page the same error, in the order in which a browser meets it: what is ruled out, by what, and
 * which one it is.
 */
export function lookAlikesOf(trace: Trace, cause: CauseCode | null, facts: Facts): LookAlike[] {
  const family = cause === null ? null : familyOf(cause, trace, facts);
  const at = families.findIndex(([code]) => code === family);
  return families.map(([code, find], index): LookAlike => {
    if (code === family) {
      return { code, result: "cause", ruledOutBy: null, finding: `${messages[cause!].title} [${cause!}]` };
    }
    const { finding, result, ruledOutBy } =
      at !== -1 && index > at ? laterFinding(code, find(trace, facts)) : find(trace, facts);
    return { code, result, ruledOutBy, finding };
  });
}

/** What comes after the cause was not reached; what is known of it all the same is told. */
function laterFinding(code: LookAlikeCode, found: Finding): Finding {
  return found.result === "ruled-out" && !connection.has(code) ? notReached : found;
}

const connection: ReadonlySet<LookAlikeCode> = new Set(["dns", "tcp-ipv4", "tcp-ipv6", "tls", "hsts", "preflight"]);

/** Which kind of failure a cause is. */
function familyOf(cause: CauseCode, { exchanges, outcome }: Trace, facts: Facts): LookAlikeCode {
  if (cause.startsWith("URL") || (cause === "CORS-S01" && facts.urlLiteral !== undefined)) return "url-literal";
  if (cause === "CSP-01") return "content-security-policy";
  if (cause === "HSTS-01") return "hsts";
  if (/^(?:CORS-[SL]|MIX|EXT|SW)/.test(cause)) return "page-context";
  if (cause === "NET-01") return "dns";
  if (/^NET-(?:02|04|07|13)$/.test(cause)) return "tcp-ipv4";
  if (cause.startsWith("TLS") || cause === "NET-11") return "tls";
  if (cause.startsWith("BODY")) return "body";
  if (cause.startsWith("CORS-X")) return "exposure";
  const exchange = outcome.ok ? null : outcome.exchange;
  return exchange !== null && exchanges[exchange]?.kind === "preflight" ? "preflight" : "actual";
}
