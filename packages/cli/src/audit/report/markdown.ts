import type { SlimFinding, SlimReport } from "../entry.ts";
import { printable } from "../../terminal/printable.ts";
import { summarySentence } from "./summary.ts";
import type { Summary } from "./summary.ts";
import { letsWords } from "./terminal-report.ts";

/** A report for an issue or a wiki. */
export function toMarkdown(reports: readonly SlimReport[], summary: Summary): string {
  return [
    "# Audit of CORS",
    "",
    summarySentence(summary),
    "",
    "| grade | URL | found |",
    "| --- | --- | --- |",
    ...reports.map(rowOf),
    "",
    ...reports.flatMap(sectionOf),
  ].join("\n");
}

function rowOf({ findings, grade, reason, url }: SlimReport): string {
  const found = findings.map(({ code, severity }) => `${code} (${severity})`).join(", ");
  return `| ${grade ?? "?"} | ${cell(url)} | ${cell(reason ?? (found === "" ? "nothing" : found))} |`;
}

function sectionOf({ findings, lets, notes, url }: SlimReport): readonly string[] {
  if (findings.length === 0) return [];
  return [
    `## ${text(url)}`,
    "",
    ...(lets === null ? [] : [`It ${letsWords[lets]}.`, ""]),
    ...findings.flatMap(findingOf),
    ...notes.map((note) => `- ${text(note)}`),
    ...(notes.length === 0 ? [] : [""]),
  ];
}

function findingOf({
  browsers,
  code,
  evidence,
  isKnown,
  message,
  remedy,
  severity,
  title,
  who,
}: SlimFinding): string[] {
  const by = browsers.length === 0 ? "" : `, in ${browsers.join(", ")}`;
  return [
    `### ${code}: ${text(title)} (${severity}${isKnown === true ? ", known" : ""})`,
    "",
    text(message),
    "",
    ...(who === null ? [] : [`- **Who:** ${text(`${who}${by}`)}`]),
    `- **Mend:** ${text(remedy)}`,
    "",
    ...fenced([...evidence.request, "", String(evidence.status), ...evidence.answer]),
    "",
  ];
}

/** A block of code whose fence is longer than any in it. */
function fenced(lines: readonly string[]): readonly string[] {
  const shown = lines.map(printable);
  const longest = Math.max(2, ...shown.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  return [`${fence}http`, ...shown, fence];
}

/** Text in which nothing is markup. */
function text(value: string): string {
  return printable(value).replace(/[\\`*_{}[\]<>#|~&!]/g, "\\$&");
}

function cell(value: string): string {
  return text(value);
}
