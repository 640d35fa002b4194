import type { Command } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { addGenerateCommand } from "./generate-command.ts";
import { addImportCommand } from "./import-command.ts";
import { addTargetsCommand } from "./targets-command.ts";
import { addVerifyCommand } from "./verify-command.ts";

const help = `
Examples:
  concors config nginx --policy policy.json     as concors config generate nginx
  concors config verify nginx --policy policy.json
  concors config import .htaccess --to nginx
  concors config targets

The help of each command has its options: concors config generate --help.`;

export function addConfigCommand(program: Command, io: Io, finish: (status: ExitStatus) => void): void {
  const config = program
    .command("config")
    .description("write a policy in the language of a server, prove it on the real one, or read it back")
    .addHelpText("after", help);
  addGenerateCommand(config, io, finish);
  addVerifyCommand(config, io, finish);
  addImportCommand(config, io, finish);
  addTargetsCommand(config, io, finish);
}
