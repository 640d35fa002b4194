import type { CauseCode } from "@concors/explain";
import { causeCodes, causeFamilies, describeCause, describeSecurity, securityCodes } from "@concors/explain";
import { auditCodes, describeAuditCode } from "@concors/explain/audit";
import { engineName } from "../report/engine-name.ts";
import type { Line } from "../terminal/text.ts";
import { blankLine, hangingLine, line, span } from "../terminal/text.ts";

/** The long text of a cause. */
export function causeLines(code: CauseCode): Line[] {
  const { about, client, console: words, server, step, title } = describeCause(code);
  const lines = [
    line(0, span(`${code}: `, "red", "bold"), span(title, "bold")),
    blankLine,
    line(0, plain(about)),
    blankLine,
    hangingLine(0, 6, span("help (server): ", "green", "bold"), plain(server)),
    hangingLine(0, 6, span("help (page):   ", "green", "bold"), plain(client)),
  ];
  const said = (["chromium", "firefox", "webkit"] as const).flatMap((engine) => {
    const text = words[engine];
    return text === null ? [] : [hangingLine(0, 9, span(engineName(engine).padEnd(9), "dim"), text)];
  });
  if (said.length > 0) lines.push(blankLine, line(0, "In the console:"), ...said);
  if (step !== null)
    lines.push(blankLine, hangingLine(0, 6, span("rule: ", "cyan"), `${step.name}  `, span(step.url, "dim")));
  return lines;
}

/** What is known of a code, where there is no more than that. */
interface Note {
  readonly code: string;
  readonly title: string;
  readonly about: string;
  readonly remedy: string;
}

/** The long text of a note about security, or of what an audit finds. */
export function noteLines({ about, code, remedy, title }: Note): Line[] {
  return [
    line(0, span(`${code}: `, "red", "bold"), span(title, "bold")),
    blankLine,
    line(0, plain(about)),
    blankLine,
    hangingLine(0, 6, span("help: ", "green", "bold"), plain(remedy)),
  ];
}

/** Every code, by family. */
export function listLines(): Line[] {
  const families = causeFamilies.map(([prefix, heading]) => ({
    heading,
    notes: causeCodes.filter((code) => code.startsWith(prefix)).map(describeCause),
  }));
  const others = [
    { heading: "Security, beside a cause", notes: securityCodes.map(describeSecurity) },
    { heading: "What an audit finds", notes: auditCodes.map(describeAuditCode) },
  ];
  return [...families, ...others].flatMap(({ heading, notes }, index) => {
    const width = Math.max(10, ...notes.map(({ code }) => code.length + 1));
    return [
      ...(index === 0 ? [] : [blankLine]),
      line(0, span(heading, "bold")),
      ...notes.map(({ code, title }) => hangingLine(2, width + 2, span(code.padEnd(width), "cyan"), plain(title))),
    ];
  });
}

/** Markdown marks code with backticks; a terminal needs none. */
function plain(text: string): string {
  return text.replaceAll("`", "");
}
