import type { AuditSeverity } from "@concors/explain/audit";
import { isAtLeast, severities } from "@concors/explain/audit";
import type { ExitStatus } from "../../exit-status.ts";
import type { SlimReport } from "../entry.ts";

/** How many there are of what, over all URLs. */
export interface Summary {
  readonly urls: number;
  readonly clean: number;
  readonly inconclusive: number;
  readonly requests: number;
  /** Findings that the baseline does not know, by severity. */
  readonly findings: Readonly<Record<AuditSeverity, number>>;
  readonly known: number;
}

export const emptySummary: Summary = {
  urls: 0,
  clean: 0,
  inconclusive: 0,
  requests: 0,
  findings: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  known: 0,
};

export function withReport(summary: Summary, report: SlimReport): Summary {
  const findings = { ...summary.findings };
  let { known } = summary;
  for (const { isKnown, severity } of report.findings) {
    if (isKnown === true) known++;
    else findings[severity]++;
  }
  return {
    urls: summary.urls + 1,
    clean: summary.clean + Number(report.verdict === "clean"),
    inconclusive: summary.inconclusive + Number(report.verdict === "inconclusive"),
    requests: summary.requests + report.requests,
    findings,
    known,
  };
}

/** Findings first: what could not be found out does not hide them. */
export function exitStatusOf({ findings, inconclusive }: Summary, failOn: AuditSeverity): ExitStatus {
  if (severities.some((severity) => isAtLeast(severity, failOn) && findings[severity] > 0)) return 1;
  return inconclusive > 0 ? 2 : 0;
}

/** The same in words. */
export function summarySentence({ findings, inconclusive, known, requests, urls }: Summary): string {
  const counts = severities.flatMap((severity) =>
    findings[severity] === 0 ? [] : [`${findings[severity]} ${severity}`],
  );
  const isAllUnknown = urls > 0 && urls === inconclusive;
  const parts = [
    ...(counts.length > 0 ? [counts.join(", ")] : isAllUnknown ? [] : ["nothing to mend"]),
    ...(known > 0 ? [`${known} known by the baseline`] : []),
    ...(inconclusive > 0 ? [`${inconclusive} could not be found out`] : []),
  ];
  return `${counted(urls, "URL")}, ${counted(requests, "request")}: ${parts.join("; ")}.`;
}

/** A number of things: `1 URL`, `2 URLs`. */
export function counted(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}
