import type { Finding, Limit, Severity, SourceFile } from "@concors/config/read";
import { blankLine, codeLine, hangingLine, span } from "../terminal/text.ts";
import type { Line, Style } from "../terminal/text.ts";

const colors: Readonly<Record<Severity, Style>> = { security: "red", breaks: "yellow", cache: "cyan", odd: "dim" };

/** A finding: its place and code, what it is, and the line with what decides underlined. */
export function findingLines(finding: Finding, files: readonly SourceFile[]): readonly Line[] {
  const { code, severity, message, path, span: place, patch } = finding;
  const source = files.find((file) => file.path === path)?.text.split("\n")[place.line - 1];
  return [
    hangingLine(
      0,
      2,
      span(severity, colors[severity], "bold"),
      " ",
      span(`${path}:${place.line}:${place.column}`, "bold"),
      ` ${code}`,
    ),
    hangingLine(2, 2, message),
    ...(source === undefined ? [] : excerpt(source, finding)),
    ...(patch === undefined ? [] : [hangingLine(2, 2, span("--fix mends it", "dim"))]),
    blankLine,
  ];
}

/** A line of a file cannot be arbitrarily long: what is underlined is shown, and some of what is around it. */
function excerpt(source: string, { severity, span: { line, column, endLine, endColumn } }: Finding): readonly Line[] {
  const text = source.replaceAll("\t", " ").trimEnd();
  const from = Math.max(0, column - 1 - before);
  const shown = text.slice(from, from + width);
  const length = Math.max(
    1,
    Math.min((endLine === line ? endColumn : text.length + 1) - column, width - (column - 1 - from)),
  );
  const gutter = String(line);
  return [
    codeLine(2, span(`${gutter} | `, "dim"), shown),
    codeLine(
      2,
      span(`${" ".repeat(gutter.length)} | `, "dim"),
      " ".repeat(column - 1 - from),
      span("^".repeat(length), colors[severity]),
    ),
  ];
}

const width = 100;
const before = 40;

/** What servers cannot do, each said once: where it is asked for, its code, and what it is. */
export function limitLines(limits: readonly Limit[]): readonly Line[] {
  const messages = [...new Set(limits.map(({ message }) => message))];
  return messages.flatMap((message) => {
    const alike = limits.filter((limit) => limit.message === message);
    const places = alike.slice(0, shownPlaces).map(({ path, span: { line, column } }) => `${path}:${line}:${column}`);
    const more = alike.length > shownPlaces ? ` and ${alike.length - shownPlaces} more` : "";
    const files = alike.length === 1 ? "the file" : "these files";
    return [
      hangingLine(
        0,
        2,
        span("limit", "dim", "bold"),
        " ",
        span(`${places.join(", ")}${more}`, "bold"),
        ` ${alike[0]!.code}`,
      ),
      hangingLine(2, 2, message),
      hangingLine(2, 2, span(`Nothing in ${files} could change that, so it does not count.`, "dim")),
      blankLine,
    ];
  });
}

const shownPlaces = 3;

/** How many there are of each severity, and which are accepted. */
export function summary(findings: readonly Finding[], files: number, accepted: readonly Finding[]): string {
  const counts = Object.keys(colors).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const read = counted(files);
  const codes = [...new Set(accepted.map(({ code }) => code))].join(", ");
  const aside = accepted.length === 0 ? "" : ` Accepted: ${codes}.`;
  return counts.length === 0 ? `Nothing is wrong in ${read}.${aside}` : `${counts.join(", ")} in ${read}.${aside}`;
}

/** What is not understood may be wrong. */
export function silence(files: number): string {
  return `Nothing is said about CORS in ${counted(files)} that could be understood.`;
}

function counted(files: number): string {
  return files === 1 ? "1 file" : `${files} files`;
}
