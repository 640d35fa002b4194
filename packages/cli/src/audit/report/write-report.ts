import type { SlimReport } from "../entry.ts";
import { toHtml } from "./html.ts";
import { toMarkdown } from "./markdown.ts";
import { toAuditSarif } from "./sarif.ts";
import type { Summary } from "./summary.ts";
import { safeJson } from "../../terminal/safe-json.ts";

export type ReportFormat = "terminal" | "json" | "sarif" | "markdown" | "html";

/** A report of all URLs, in one piece. On a terminal each URL is told of as it comes instead. */
export function writeReport(
  format: Exclude<ReportFormat, "terminal">,
  reports: readonly SlimReport[],
  summary: Summary,
  version: string,
): string {
  switch (format) {
    case "json":
      return `${safeJson({ version: 1, tool: `concors ${version}`, summary, reports })}\n`;
    case "sarif":
      return `${safeJson(toAuditSarif(reports, version))}\n`;
    case "markdown":
      return toMarkdown(reports, summary);
    case "html":
      return toHtml(reports, summary, new Date().toISOString().slice(0, 16).replace("T", " "));
  }
}
