import type { Report } from "@concors/explain";
import type { Command } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { fixText } from "../report/fix-lines.ts";
import { reportLines } from "../report/report-lines.ts";
import { UsageError } from "../usage-error.ts";
import { printable } from "../terminal/printable.ts";
import { safeJson } from "../terminal/safe-json.ts";
import { layOut } from "../terminal/text.ts";
import { wantsColor } from "../terminal/wants-color.ts";
import { addCheckOptions } from "./add-check-options.ts";
import type { CheckInput } from "./check-input.ts";
import { curlCommands } from "./curl-commands.ts";
import type { HarResult } from "./har/har-command.ts";
import { runHar } from "./har/har-command.ts";
import { confirmedLines } from "./real/confirmed-lines.ts";
import { lookAlikeLines } from "./look-alike-lines.ts";
import type { CheckOptions } from "./check-options.ts";
import { parseCheck } from "./parse-check.ts";
import { confirm } from "./real/confirm.ts";
import { playCheck } from "./run-check.ts";
import { withStandardInput } from "./ways-in/given.ts";

const examples = `
Examples:
  concors check https://api.example.com/items --from https://app.example.com
  concors check https://api.example.com/items --from https://app.example.com \\
      -X PUT -H "Content-Type: application/json" --credentials include
  xclip -o | concors check --curl -
  concors check --har recording.har
  concors check --fetch 'fetch("https://api.example.com/items", { method: "PUT" })' \\
      --from https://app.example.com

A check changes nothing: only preflights, GET, HEAD and OPTIONS are sent, unless
--send is given. What another method's answer would carry is worked out from those.
Secrets (Authorization, cookies, keys, tokens in URLs) are never printed: *** stands for them.

Exit status: 0 allowed, 1 blocked in some browser, 2 it could not be found out.`;

export function addCheckCommand(program: Command, io: Io, finish: (status: ExitStatus) => void): void {
  const command = program
    .command("check")
    .description("ask a server as each browser would, and say what comes of it, why, and what to change")
    .argument("[url]", "what the page fetches")
    .addHelpText("after", examples)
    .action(async (url: string | undefined, options: CheckOptions) => {
      if (options.har !== undefined) {
        if ((url ?? options.curl ?? options.fetch) !== undefined) {
          throw new UsageError("--har and another way in: give one of them.");
        }
        const result = runHar(options.har, options);
        io.write(harText(result, options, io));
        finish(result.status);
        return;
      }
      const given = parseCheck(url, withStandardInput(options));
      for (const remark of given.remarks) io.writeError(`concors: note: ${printable(remark)}\n`);
      const { input, report: explained } = await playCheck(given, io);
      const report =
        input.real === null ? explained : { ...explained, confirmed: [await confirm(input.real, input, explained)] };
      // First, so that on a terminal it stands where the verdict does otherwise.
      if (report.verdict === "inconclusive") io.writeError(`concors: ${inconclusiveReason(report)}\n`);
      io.write(output(report, input, options, io));
      finish(statusOf(report));
    });
  addCheckOptions(command);
}

function output(report: Report, input: CheckInput, options: CheckOptions, io: Io): string {
  const [first] = report.explanations;
  if (options.json === true) return `${safeJson(report)}\n`;
  if (options.print === "curl") return curlCommands(first!, input, options.verbose === true);
  if (input.fix !== null) return fixText(first!);
  return reportText(report, options, io);
}

/** What a recording holds. */
function harText({ line, recording }: HarResult, options: CheckOptions, io: Io): string {
  const { failed } = recording;
  if (options.json === true) return `${safeJson(recording)}\n`;
  if (options.fix !== undefined) return failed.map(({ report }) => fixText(report.explanations[0]!)).join("\n");
  const parts = failed.map(({ report, times }, index) => {
    const often = times === 1 ? "" : `, ${times} times`;
    return `${index + 1} of ${failed.length}${often}\n${inconclusiveLine(report)}${reportText(report, options, io)}`;
  });
  return [`${printable(line)}\n`, ...parts].join("\n");
}

/** Among others it cannot stand on standard error. */
function inconclusiveLine(report: Report): string {
  if (report.verdict !== "inconclusive") return "";
  return `unknown[${report.explanations[0]?.cause?.code ?? ""}]: ${inconclusiveReason(report)}\n`;
}

/** A report laid out for the terminal that it goes to. */
export function reportText(report: Report, options: Pick<CheckOptions, "verbose" | "color">, io: Io): string {
  const { terminal } = io;
  const rows = terminal.isTerminal ? Math.max(terminal.rows - 2, 28) : 30;
  const columns = Math.min(Math.max(terminal.columns, 40), 120);
  const verbose = options.verbose === true;
  const others = [...confirmedLines(report), ...lookAlikeLines(report.explanations[0]!, verbose)];
  const room = rows - layOut(others, columns, false).length;
  const lines = [...reportLines(report, { verbose, rows: room, columns }), ...others];
  return `${layOut(lines, columns, wantsColor(options.color, io)).join("\n")}\n`;
}

function inconclusiveReason({ explanations }: Report): string {
  return printable(explanations.find(({ verdict }) => verdict === "inconclusive")!.summary);
}

function statusOf({ verdict }: Report): ExitStatus {
  if (verdict === "inconclusive") return 2;
  return verdict === "allowed" ? 0 : 1;
}
