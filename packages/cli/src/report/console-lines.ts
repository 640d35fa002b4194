import type { EngineOutcome } from "@concors/explain";
import { printable } from "../terminal/printable.ts";
import type { Line } from "../terminal/text.ts";
import { codeLine, hangingLine, span } from "../terminal/text.ts";
import { engineName } from "./engine-name.ts";

/**
 * What each browser's console says, so that whoever looks at one knows it again: the reason alone, in a row each; every
 * line of it, whole, if everything is wanted.
 */
export function consoleLines(engines: readonly EngineOutcome[], verbose: boolean, columns: number): Line[] {
  return engines.flatMap((outcome) => (verbose ? wholeLines(outcome) : reasonLines(outcome, columns)));
}

const indent = 2;
const nameWidth = "Chromium ".length;

function reasonLines({ console, engine }: EngineOutcome, columns: number): Line[] {
  const [first] = console;
  if (first === undefined) return [];
  const name = span(engineName(engine).padEnd(nameWidth), "dim");
  return [codeLine(indent, name, span(shortened(reasonOf(first), columns - indent - nameWidth)))];
}

function wholeLines({ console, engine, javascript }: EngineOutcome): Line[] {
  if (engine === "spec") return [];
  const told = javascript === null ? console : [...console, `(script) ${javascript}`];
  return told.map((text, index) =>
    hangingLine(
      indent,
      indent + nameWidth,
      span((index === 0 ? engineName(engine) : "").padEnd(nameWidth), "dim"),
      span(text),
    ),
  );
}

/** The part of a console's line that tells one failure from another: without who asked for what, and from where. */
function reasonOf(line: string): string {
  const reason = /^.*(?:access control check|blocked by CORS policy|\(Reason): (.*)$/s.exec(line)?.[1];
  // The bracket that it began with is gone.
  return reason?.replace(/\)\.(?= Status code|$)/, ".") ?? line;
}

function shortened(text: string, width: number): string {
  const safe = printable(text);
  return safe.length <= width ? safe : `${safe.slice(0, Math.max(width - 1, 0))}…`;
}
