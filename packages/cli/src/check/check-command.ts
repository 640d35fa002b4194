import { engineNames } from "@concors/browser/engine";
import type { Report } from "@concors/explain";
import { serverNames } from "@concors/explain";
import type { Command } from "commander";
import { Option } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { fixText } from "../report/fix-lines.ts";
import { reportLines } from "../report/report-lines.ts";
import { isControl, printable } from "../terminal/printable.ts";
import { layOut } from "../terminal/text.ts";
import { wantsColor } from "../terminal/wants-color.ts";
import type { CheckInput } from "./check-input.ts";
import { curlCommands } from "./curl-commands.ts";
import type { CheckOptions } from "./parse-check.ts";
import { parseCheck } from "./parse-check.ts";
import { runCheck } from "./run-check.ts";

const examples = `
Examples:
  concors check https://api.example.com/items --from https://app.example.com
  concors check https://api.example.com/items --from https://app.example.com \\
      -X PUT -H "Content-Type: application/json" --credentials include

A check changes nothing: only preflights, GET, HEAD and OPTIONS are sent, unless
--send is given. What another method's answer would carry is worked out from those.
Secrets (Authorization, cookies, keys, tokens in URLs) are never printed: *** stands for them.

Exit status: 0 allowed, 1 blocked in some browser, 2 it could not be found out.`;

export function addCheckCommand(program: Command, io: Io, finish: (status: ExitStatus) => void): void {
  const collect = (value: string, values: readonly string[]): readonly string[] => [...values, value];
  program
    .command("check")
    .description("ask a server as each browser would, and say what comes of it, why, and what to change")
    .argument("<url>", "what the page fetches")
    .option("--from <origin>", "the page's origin, like https://app.example.com; null for an opaque one")
    .option("-X, --request <method>", "the method; GET, or POST with -d, if left out")
    .option("-H, --header <header>", 'a header that the page sets, "Name: value"; repeatable', collect, [])
    .option("-d, --data <text>", "the body; as fetch sends a string: text/plain, unless -H says otherwise")
    .addOption(
      choice("--credentials <mode>", "same-origin (if left out), include or omit", ["same-origin", "include", "omit"]),
    )
    .addOption(
      choice("--mode <mode>", "cors (if left out), no-cors or same-origin", ["cors", "no-cors", "same-origin"]),
    )
    .addOption(choice("--redirect <mode>", "follow (if left out), error or manual", ["follow", "error", "manual"]))
    .addOption(
      choice(
        "--coep <policy>",
        "the page's Cross-Origin-Embedder-Policy: unsafe-none (if left out), credentialless or require-corp",
        ["unsafe-none", "credentialless", "require-corp"],
      ),
    )
    .option("--sandboxed", "the page is a sandboxed frame: its origin is opaque")
    .addOption(
      choice("--browser <engine>", "all (if left out), chromium, firefox, webkit, or spec for the standard", [
        "all",
        ...engineNames,
      ]),
    )
    .option("--send", "send the request even if it may change something")
    .option("-v, --verbose", "show every header, and the whole fix")
    .addOption(fixOption())
    .option("--json", "print the report as JSON (docs/explanation.schema.json)")
    .option("--curl", "print the same requests as curl commands")
    .option("--insecure", "accept any certificate")
    .option("--resolve <host:port:address>", "where to find a host; repeatable", collect, [])
    .option("--timeout <seconds>", "how long to wait for an answer; 10 if left out", "10")
    .option("--no-color", "do not colour; nor with NO_COLOR, nor in a pipe")
    .addHelpText("after", examples)
    .action(async (url: string, options: CheckOptions) => {
      const input = parseCheck(url, options);
      const report = await runCheck(input, io);
      // First, so that on a terminal it stands where the verdict does otherwise.
      if (report.verdict === "inconclusive") io.writeError(`concors: ${inconclusiveReason(report)}\n`);
      io.write(output(report, input, options, io));
      finish(statusOf(report));
    });
}

function fixOption(): Option {
  const description = `print only the new configuration or code: auto for the server that answered, or ${serverNames.join(", ")}`;
  return new Option("--fix <server>", description).choices(["auto", ...serverNames]);
}

function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices).default(choices[0]);
}

function output(report: Report, input: CheckInput, options: CheckOptions, io: Io): string {
  const [first] = report.explanations;
  if (options.json === true) return `${safeJson(report)}\n`;
  if (options.curl === true) return curlCommands(first!, input, options.verbose === true);
  if (input.fix !== null) return fixText(first!);
  return reportText(report, options, io);
}

/** A report laid out for the terminal that it goes to. */
export function reportText(report: Report, options: Pick<CheckOptions, "verbose" | "color">, io: Io): string {
  const { terminal } = io;
  const rows = terminal.isTerminal ? Math.max(terminal.rows - 2, 28) : 30;
  const columns = Math.min(Math.max(terminal.columns, 40), 120);
  const lines = reportLines(report, { verbose: options.verbose === true, rows, columns });
  return `${layOut(lines, columns, wantsColor(options.color, io)).join("\n")}\n`;
}

/** JSON escapes the control characters of ASCII; some terminals obey others too. */
function safeJson(report: Report): string {
  const escape = (character: string): string =>
    isControl(character.charCodeAt(0)) ? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}` : character;
  return JSON.stringify(report, null, 2).replace(/[^\n\x20-\x7e]/g, escape);
}

function inconclusiveReason({ explanations }: Report): string {
  return printable(explanations.find(({ verdict }) => verdict === "inconclusive")!.summary);
}

function statusOf({ verdict }: Report): ExitStatus {
  if (verdict === "inconclusive") return 2;
  return verdict === "allowed" ? 0 : 1;
}
