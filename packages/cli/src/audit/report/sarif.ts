import type { AuditSeverity } from "@concors/explain/audit";
import { auditWords } from "@concors/explain/audit";
import type { SlimFinding, SlimReport } from "../entry.ts";

const levels: Readonly<Record<AuditSeverity, string>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};

/** From 0 to 10, as code hosts sort by. */
const scores: Readonly<Record<AuditSeverity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "3.0",
  info: "0.0",
};

/**
 * Findings in the format that code hosts show. They are about URLs, not about lines of files.
 *
 * @param version of what found them
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function toAuditSarif(reports: readonly SlimReport[], version: string): object {
  const all = reports.flatMap((report) => report.findings.map((finding) => ({ finding, url: report.url })));
  const codes = [...new Set(all.map(({ finding }) => finding.code))];
  const worst = (code: string): AuditSeverity => all.find(({ finding }) => finding.code === code)!.finding.severity;
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Concors",
            version,
            rules: codes.map((code) => ({
              id: code,
              shortDescription: { text: auditWords[code].title },
              fullDescription: { text: auditWords[code].about },
              help: { text: auditWords[code].remedy },
              defaultConfiguration: { level: levels[worst(code)] },
              properties: { tags: ["cors", "security"], "security-severity": scores[worst(code)] },
            })),
          },
        },
        results: all.map(({ finding, url }) => resultOf(finding, url, codes.indexOf(finding.code))),
        invocations: [
          {
            executionSuccessful: reports.every(({ verdict }) => verdict !== "inconclusive"),
            toolExecutionNotifications: reports.flatMap(({ reason, url }) =>
              reason === null ? [] : [{ level: "error", message: { text: `${url}: ${reason}` } }],
            ),
          },
        ],
      },
    ],
  };
}

function resultOf(finding: SlimFinding, url: string, ruleIndex: number): object {
  const { code, evidence, fingerprint, isKnown, message, severity } = finding;
  const shown = [...evidence.request, `${evidence.status}`, ...evidence.answer].join("\n");
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: `${message}\n\n${shown}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: url }, region: { startLine: 1 } } }],
    partialFingerprints: { "concorsAudit/v1": fingerprint },
    ...(isKnown === undefined ? {} : { baselineState: isKnown ? "unchanged" : "new" }),
  };
}
