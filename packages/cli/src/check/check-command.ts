import { engineNames } from "@concors/browser/engine";
import type { Destination, Report } from "@concors/explain";
import { serverNames } from "@concors/explain";
import type { Command } from "commander";
import { Option } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { fixText } from "../report/fix-lines.ts";
import { reportLines } from "../report/report-lines.ts";
import { UsageError } from "../usage-error.ts";
import { isControl, printable } from "../terminal/printable.ts";
import { layOut } from "../terminal/text.ts";
import { wantsColor } from "../terminal/wants-color.ts";
import type { CheckInput } from "./check-input.ts";
import { curlCommands } from "./curl-commands.ts";
import type { HarResult } from "./har/har-command.ts";
import { runHar } from "./har/har-command.ts";
import { confirmedLines } from "./real/confirmed-lines.ts";
import { lookAlikeLines } from "./look-alike-lines.ts";
import type { CheckOptions } from "./check-options.ts";
import { parseCheck } from "./parse-check.ts";
import { confirm } from "./real/confirm.ts";
import { runCheck } from "./run-check.ts";

const examples = `
Examples:
  concors check https://api.example.com/items --from https://app.example.com
  concors check https://api.example.com/items --from https://app.example.com \\
      -X PUT -H "Content-Type: application/json" --credentials include
  concors check --curl "curl 'https://api.example.com/items' -H 'Origin: https://app.example.com'"
  concors check --fetch 'fetch("https://api.example.com/items", { method: "PUT" })' \\
      --from https://app.example.com

A check changes nothing: only preflights, GET, HEAD and OPTIONS are sent, unless
--send is given. What another method's answer would carry is worked out from those.
Secrets (Authorization, cookies, keys, tokens in URLs) are never printed: *** stands for them.

Exit status: 0 allowed, 1 blocked in some browser, 2 it could not be found out.`;

const initiators: readonly Destination[] = [
  "fetch",
  "xhr",
  "img",
  "script",
  "module",
  "font",
  "style",
  "eventsource",
  "beacon",
];

export function addCheckCommand(program: Command, io: Io, finish: (status: ExitStatus) => void): void {
  const collect = (value: string, values: readonly string[] = []): readonly string[] => [...values, value];
  program
    .command("check")
    .description("ask a server as each browser would, and say what comes of it, why, and what to change")
    .argument("[url]", "what the page fetches")
    .option("--curl <command>", 'instead of a URL: a curl command, as developer tools copy it ("Copy as cURL", bash)')
    .option("--fetch <code>", 'instead of a URL: a call of fetch, as developer tools copy it ("Copy as fetch")')
    .option("--from <origin>", "the page's origin, like https://app.example.com; null for an opaque one")
    .option("-X, --request <method>", "the method; GET, or POST with -d, if left out")
    .option("-H, --header <header>", 'a header that the page sets, "Name: value"; repeatable', collect, [])
    .option("-d, --data <text>", "the body; as fetch sends a string: text/plain, unless -H says otherwise")
    .option("--har <file>", "instead of a URL: explain what a recording of developer tools holds; nothing is sent")
    .addOption(
      oneOf("--as <initiator>", `what asks: fetch (if left out), ${initiators.slice(1).join(", ")}`, initiators),
    )
    .addOption(
      oneOf("--crossorigin <value>", "the attribute of an img, script, module or style: anonymous or use-credentials", [
        "anonymous",
        "use-credentials",
      ]),
    )
    .addOption(
      oneOf("--credentials <mode>", "same-origin (if left out), include or omit", ["same-origin", "include", "omit"]),
    )
    .addOption(oneOf("--mode <mode>", "cors (if left out), no-cors or same-origin", ["cors", "no-cors", "same-origin"]))
    .addOption(oneOf("--redirect <mode>", "follow (if left out), error or manual", ["follow", "error", "manual"]))
    .addOption(
      choice(
        "--coep <policy>",
        "the page's Cross-Origin-Embedder-Policy: unsafe-none (if left out), credentialless or require-corp",
        ["unsafe-none", "credentialless", "require-corp"],
      ),
    )
    .option("--csp <policy>", "the page's Content-Security-Policy; repeatable", collect)
    .option("--page <url>", "the page's own address: it is asked for its Content-Security-Policy")
    .option("--page-https", "the page is secure, and judged as it stands: mixed content counts on this machine too")
    .option("--hsts", "the browser knows that the host is to be asked by https")
    .option("--sandboxed", "the page is a sandboxed frame: its origin is opaque")
    .addOption(
      choice("--browser <engine>", "all (if left out), chromium, firefox, webkit, or spec for the standard", [
        "all",
        ...engineNames,
      ]),
    )
    .addOption(
      oneOf("--real <browser>", "have an installed browser send it too: chromium, firefox or webkit", [
        "chromium",
        "firefox",
        "webkit",
      ]),
    )
    .option("--send", "send the request even if it may change something")
    .option("-v, --verbose", "show every header, and the whole fix")
    .addOption(fixOption())
    .option("--json", "print the report as JSON (docs/explanation.schema.json)")
    .addOption(oneOf("--print <form>", "print the same requests in another form: curl, as commands", ["curl"]))
    .option("--insecure", "accept any certificate")
    .option("--cacert <file>", "an authority to trust, in PEM, instead of those that are well known")
    .option("--resolve <host:port:address>", "where to find a host; repeatable", collect, [])
    .option("--timeout <seconds>", "how long to wait for an answer; 10 if left out", "10")
    .option("--no-color", "do not colour; nor with NO_COLOR, nor in a pipe")
    .addHelpText("after", examples)
    .action(async (url: string | undefined, options: CheckOptions) => {
      if (options.har !== undefined) {
        if (url !== undefined) throw new UsageError("--har and a URL: give one of them.");
        const result = runHar(options.har, options);
        io.write(harText(result, options, io));
        finish(result.status);
        return;
      }
      const input = parseCheck(url, options);
      for (const remark of input.remarks) io.writeError(`concors: note: ${printable(remark)}\n`);
      const explained = await runCheck(input, io);
      const report =
        input.real === null ? explained : { ...explained, confirmed: [await confirm(input.real, input, explained)] };
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

/** One of several; the first if it is left out. */
function choice(flags: string, description: string, choices: readonly string[]): Option {
  return oneOf(flags, description, choices).default(choices[0]);
}

/** One of several; if it is left out, something else may say which. */
function oneOf(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}

function output(report: Report, input: CheckInput, options: CheckOptions, io: Io): string {
  const [first] = report.explanations;
  if (options.json === true) return `${safeJson(report)}\n`;
  if (options.print === "curl") return curlCommands(first!, input, options.verbose === true);
  if (input.fix !== null) return fixText(first!);
  return reportText(report, options, io);
}

/** What a recording holds: for programs a list of reports. */
function harText({ failed, line }: HarResult, options: CheckOptions, io: Io): string {
  if (options.json === true) return `${safeJson(failed.map(({ report }) => report))}\n`;
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

/** JSON escapes the control characters of ASCII; some terminals obey others too. */
function safeJson(report: Report | readonly Report[]): string {
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
