import type { SlimReport } from "../entry.ts";
import { toHtml } from "./html.ts";
import { toMarkdown } from "./markdown.ts";
import { toAuditSarif } from "./sarif.ts";
import type { Summary } from "./summary.ts";
import { isControl } from "../../terminal/printable.ts";

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
      return safeJson({ version: 1, tool: `concors ${version}`, summary, reports });
    case "sarif":
      return safeJson(toAuditSarif(reports, version));
    case "markdown":
      return toMarkdown(reports, summary);
    case "html":
      return toHtml(reports, summary, new Date().toISOString().slice(0, 16).replace("T", " "));
  }
}

/** JSON escapes the control characters of ASCII; some terminals obey others too. */
function safeJson(value: object): string {
  const escape = (character: string): string =>
    isControl(character.charCodeAt(0)) ? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}` : character;
  return `${JSON.stringify(value, null, 2).replace(/[^\n\x20-\x7e]/g, escape)}\n`;
}
