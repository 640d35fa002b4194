import type { AuditSeverity } from "./audit-code.ts";
import type { Grade } from "./audit-report.ts";

const grades: Readonly<Record<AuditSeverity, Grade>> = { critical: "F", high: "D", medium: "C", low: "B", info: "A" };

/** A grade for a URL, by the worst that was found. */
export function gradeOf(findings: readonly { readonly severity: AuditSeverity }[]): Grade {
  const order: readonly Grade[] = ["F", "D", "C", "B"];
  return order.find((grade) => findings.some(({ severity }) => grades[severity] === grade)) ?? "A";
}
