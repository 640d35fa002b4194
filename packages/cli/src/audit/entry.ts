import { createHash } from "node:crypto";
import type { AuditFinding, AuditReport } from "@concors/explain/audit";

/** What became of one URL: a report without its proof pages, which are written as they come. */
export interface Entry {
  /** The URL by its digest: the text may hold secrets. */
  readonly key: string;
  readonly report: SlimReport;
}

/** A finding, without its proof page. */
export type SlimFinding = Omit<AuditFinding, "proof"> & {
  /** Whether it was there when the baseline was written. */
  readonly isKnown?: boolean;
};

export type SlimReport = Omit<AuditReport, "findings"> & { readonly findings: readonly SlimFinding[] };

export function keyOf({ href }: URL): string {
  return createHash("sha256").update(href).digest("hex").slice(0, 32);
}

export function slimOf(report: AuditReport): SlimReport {
  return { ...report, findings: report.findings.map(({ proof: _proof, ...finding }) => finding) };
}
