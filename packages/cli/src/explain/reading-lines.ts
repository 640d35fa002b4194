import type { ConsoleReading, PossibleCause } from "@concors/explain";
import { engineName } from "../report/engine-name.ts";
import type { Line } from "../terminal/text.ts";
import { blankLine, codeLine, hangingLine, line, span } from "../terminal/text.ts";
import { causeLines } from "./cause-lines.ts";

/** What a pasted text says: whose words it is, about what, and what it may come of. */
export function readingLines(reading: ConsoleReading): Line[] {
  const { causes, command, note } = reading;
  const lines = [line(0, span(aboutSentence(reading), "bold")), blankLine];
  const [first] = causes;
  if (note !== null) lines.push(line(0, note));
  if (causes.length === 1) lines.push(...causeLines(first!.code));
  if (causes.length > 1) lines.push(...possibleLines(causes));
  if (command !== null) lines.push(blankLine, ...commandLines(reading, command));
  return lines;
}

function aboutSentence({ engine, origin, page, redirectedTo, url }: ConsoleReading): string {
  const whose = engine === null ? "More than one program says this" : `${engineName(engine)} says this`;
  const what = url === null ? "" : ` of ${url}`;
  const where = redirectedTo === null ? "" : `, redirected to ${redirectedTo}`;
  const from = origin ?? page;
  const who = from === null ? "" : `, asked for by ${from === "null" ? "a page without an origin (null)" : from}`;
  return `${whose}${what}${where}${who}.`;
}

function possibleLines(causes: readonly PossibleCause[]): Line[] {
  return [
    line(0, `It says the same of ${causes.length} causes. Most likely first:`),
    ...causes.map(({ code, tell, title }) =>
      hangingLine(2, 12, span(code.padEnd(10), "red"), tell === null ? title : tell),
    ),
    blankLine,
    line(0, span(`The long text of each: concors explain ${causes[0]!.code}`, "dim")),
  ];
}

function commandLines({ causes }: ConsoleReading, command: string): Line[] {
  const isOpen = / (?:URL|ORIGIN|METHOD)(?:['\s]|$)/.test(command);
  if (causes.length === 0)
    return [
      line(0, `A check finds it out${isOpen ? " (put in what is in capitals)" : ""}:`),
      codeLine(2, span(command, "green")),
    ];
  const purpose = causes.length > 1 ? "Which one it is" : "What to change on the server, exactly";
  return [line(0, `${purpose}${isOpen ? " (put in what is in capitals)" : ""}:`), codeLine(2, span(command, "green"))];
}
