import type { AuditSeverity, Grade } from "@concors/explain/audit";
import type { SlimFinding, SlimReport } from "../entry.ts";
import { blankLine, codeLine, hangingLine, line, span } from "../../terminal/text.ts";
import type { Line, Style } from "../../terminal/text.ts";
import { counted } from "./summary.ts";

const severityStyles: Readonly<Record<AuditSeverity, readonly Style[]>> = {
  critical: ["red", "bold"],
  high: ["red", "bold"],
  medium: ["yellow", "bold"],
  low: ["cyan"],
  info: ["dim"],
};

const gradeStyles: Readonly<Record<Grade, Style>> = { A: "green", B: "cyan", C: "yellow", D: "red", F: "red" };

export const letsWords: Readonly<Record<NonNullable<SlimReport["lets"]>, string>> = {
  nobody: "lets no other site in",
  some: "lets some origins in",
  everybody: "lets everybody in, without credentials",
  "whoever-asks": "lets in whoever asks",
};

/** A URL, and what was found there; one line, if it is one of many and there is nothing to say. */
export function urlLines(report: SlimReport, isOneOfMany: boolean): readonly Line[] {
  const { findings, grade, lets, notes, reason, requests, url } = report;
  if (isOneOfMany && hasNothingToSay(report)) return [line(0, span("A", "green", "bold"), "  ", url)];
  const facts = [...(lets === null ? [] : [letsWords[lets]]), counted(requests, "request")].join(" · ");
  const head =
    grade === null
      ? line(0, span("?", "yellow", "bold"), "  ", span(url, "bold"))
      : line(0, span(grade, gradeStyles[grade], "bold"), "  ", span(url, "bold"));
  return [
    head,
    hangingLine(3, 3, span(facts, "dim")),
    ...(reason === null ? [] : [hangingLine(3, 3, reason)]),
    ...findings.flatMap(findingLines),
    ...notes.map((note) => hangingLine(3, 9, span("note", "blue"), "  ", note)),
    blankLine,
  ];
}

function findingLines(finding: SlimFinding): readonly Line[] {
  const { browsers, code, evidence, isKnown, message, reads, remedy, severity, who } = finding;
  const first = hangingLine(
    3,
    3,
    span(severity, ...severityStyles[severity]),
    " ",
    span(code, "bold"),
    " ",
    message,
    ...(isKnown === true ? [span(" (known)", "dim")] : []),
  );
  if (severity === "info" || isKnown === true) return [first];
  const by = browsers.length === 0 ? "" : `, in ${browsers.join(", ")}`;
  return [
    blankLine,
    first,
    ...(who === null ? [] : [hangingLine(5, 11, span("who", "dim"), "   ", `${who}${by}${readsWords(reads)}`)]),
    ...evidence.request.map((text, index) => codeLine(5, span(index === 0 ? "  " : "> ", "dim"), text)),
    codeLine(5, span("< ", "dim"), String(evidence.status)),
    ...evidence.answer.map((text) => codeLine(5, span("< ", "dim"), text)),
    hangingLine(5, 11, span("mend", "green"), "  ", remedy),
  ];
}

function readsWords(reads: SlimFinding["reads"]): string {
  if (reads === null) return "";
  return reads === "credentialed" ? "; reads as the user" : "; reads without credentials";
}

/** Whether a report is of a URL that there is nothing to say about. */
export function hasNothingToSay({ findings, notes, verdict }: SlimReport): boolean {
  return verdict === "clean" && findings.length === 0 && notes.length === 0;
}
