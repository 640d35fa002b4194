import { redactText } from "@concors/explain";
import { Command, CommanderError } from "commander";
import { addAuditCommand } from "./audit/audit-command.ts";
import { addCheckCommand } from "./check/check-command.ts";
import { addConfigCommand } from "./config/config-command.ts";
import { addDemoCommand } from "./demo/demo-command.ts";
import { addExplainCommand } from "./explain/explain-command.ts";
import type { ExitStatus } from "./exit-status.ts";
import type { Io } from "./io.ts";
import { addLabCommand } from "./lab/lab-command.ts";
import { addLintCommand } from "./lint/lint-command.ts";
import { addProxyCommand } from "./proxy/proxy-command.ts";
import { missingArgument } from "./missing-argument.ts";
import { printable } from "./terminal/printable.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

/** Runs the command line. Bad input is one line on standard error, and status 2. */
export async function main(argv: readonly string[], io: Io): Promise<ExitStatus> {
  let status: ExitStatus = 0;
  const finish = (result: ExitStatus): void => {
    status = result;
  };
  const program = new Command("concors")
    .description("What each browser does with a cross-origin request, why, and what to change.")
    .version(version(), "-V, --version", "print the version")
    .exitOverride()
    // The descriptions say themselves what there is to choose from.
    .configureHelp({ optionDescription: (option) => option.description })
    .configureOutput({
      writeOut: io.write,
      writeErr: () => {},
      getOutHelpWidth: () => Math.min(io.terminal.columns, 100),
    });
  addCheckCommand(program, io, finish);
  addExplainCommand(program, io, finish);
  addAuditCommand(program, io, finish);
  addConfigCommand(program, io, finish);
  addLintCommand(program, io, finish);
  addProxyCommand(program, io, finish);
  addLabCommand(program, io, finish);
  addDemoCommand(program, io, finish);
  program.commands.forEach((command) => inheritSettings(command, program));
  if (argv.length === 0) {
    io.writeError("concors: say what to do: concors check URL --from ORIGIN, or concors --help.\n");
    return 2;
  }
  try {
    await program.parseAsync(argv, { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (!(error instanceof CommanderError || error instanceof UsageError)) throw error;
    io.writeError(`concors: ${oneLine(sentenceOf(error, program, argv))}\n`);
    return 2;
  }
}

/** What commander cannot say in a sentence, or says in words of its own. */
function sentenceOf(error: Error, program: Command, argv: readonly string[]): string {
  const code = error instanceof CommanderError ? error.code : null;
  if (code === "commander.missingArgument") return missingArgument(program, argv, error.message);
  // Help that was asked for ends with 0: this is the help of a command that there is not.
  if (code === "commander.help") return `there is no such command: ${argv.join(" ")}; concors --help lists them.`;
  return error.message;
}

/** Commands of commands too: a mistake in any of them is one line. */
function inheritSettings(command: Command, parent: Command): void {
  command.copyInheritedSettings(parent);
  command.commands.forEach((child) => inheritSettings(child, command));
}

function oneLine(message: string): string {
  const line = message.replace(/^error: /, "").replaceAll("\n", " ");
  // What is written after an option that is none may be a secret, and so may a part of a URL, wherever it was given.
  return printable(redactText(line.replace(/^(unknown option '[^'=\s]*)[=\s].*'( \(|$)/s, "$1'$2")));
}
