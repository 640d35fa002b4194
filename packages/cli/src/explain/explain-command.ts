import type { ConsoleReading } from "@concors/explain";
import { causeCodes, describeCause, readConsole } from "@concors/explain";
import type { Command } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { safeJson } from "../terminal/safe-json.ts";
import type { Line } from "../terminal/text.ts";
import { layOut } from "../terminal/text.ts";
import { wantsColor } from "../terminal/wants-color.ts";
import { UsageError } from "../usage-error.ts";
import { listLines } from "./cause-lines.ts";
import { parseCode } from "./parse-code.ts";
import { readingLines } from "./reading-lines.ts";

interface ExplainOptions {
  readonly paste?: string;
  readonly json?: true;
  readonly color: boolean;
}

const examples = `
Examples:
  concors explain CORS-P01
  concors explain AUD-R1
  concors explain "Access to fetch at 'https://api.example.com/items' from origin … has been blocked …"
  concors explain - < console.txt

Nothing is sent. Any browser's words are understood, those of older versions too; several lines, or a
part of one. Every code has a section in docs/causes.md, or, if an audit gives it, in docs/audit.md.

Exit status: 0, or 2 if the code or the text is not known.`;

export function addExplainCommand(program: Command, io: Io, finish: (status: ExitStatus) => void): void {
  program
    .command("explain")
    .description("explain a cause by its code, or what a browser's console says; list all causes")
    .argument(
      "[code]",
      "a code that a check or an audit gives, like CORS-P01, or what the console says; all are listed if it is left out",
    )
    .option("--paste <text>", "what the console says, as one word too; - reads it from standard input")
    .option("--json", "print it as JSON")
    .option("--no-color", "do not colour; nor with NO_COLOR, nor in a pipe")
    .addHelpText("after", examples)
    .action(async (code: string | undefined, options: ExplainOptions) => {
      if (code !== undefined && options.paste !== undefined)
        throw new UsageError("a code, or --paste with a text: not both.");
      const print = (value: unknown, lines: () => readonly Line[]): void => write(value, lines, options, io);
      const pasted = options.paste ?? (isPasted(code) ? code : undefined);
      if (pasted !== undefined) {
        const reading = read(pasted === "-" ? await io.readInput() : pasted);
        print(reading, () => readingLines(reading));
      } else if (code === undefined) {
        print(causeCodes.map(describeCause), listLines);
      } else {
        const { lines, value } = parseCode(code);
        print(value, lines);
      }
      finish(0);
    });
}

/** Whether it is what a console says, given in the place of a code: a code is one word. */
function isPasted(code: string | undefined): code is string {
  return code === "-" || (code !== undefined && /\s/.test(code.trim()));
}

/** @throws UsageError if no browser says that */
function read(text: string): ConsoleReading {
  if (text.trim() === "") throw new UsageError("there is no text: copy the red lines of the console.");
  const reading = readConsole(text);
  if (reading === null) {
    throw new UsageError(
      "no browser's words for a blocked request are in this text: copy the red lines of the console, whole.",
    );
  }
  return reading;
}

function write(value: unknown, lines: () => readonly Line[], { color, json }: ExplainOptions, io: Io): void {
  if (json === true) {
    io.write(`${safeJson(value)}\n`);
    return;
  }
  const columns = Math.min(Math.max(io.terminal.columns, 40), 100);
  io.write(`${layOut(lines(), columns, wantsColor(color, io)).join("\n")}\n`);
}
