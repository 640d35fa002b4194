import type { Command } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { addGenerateCommand } from "./generate-command.ts";
import { addImportCommand } from "./import-command.ts";
import { addTargetsCommand } from "./targets-command.ts";
import { addVerifyCommand } from "./verify-command.ts";

export function addConfigCommand(program: Command, io: Io, finish: (status: ExitStatus) => void): void {
  const config = program
    .command("config")
    .description("write a policy in the language of a server, prove it on the real one, or read it back");
  addGenerateCommand(config, io, finish);
  addVerifyCommand(config, io, finish);
  addImportCommand(config, io, finish);
  addTargetsCommand(config, io, finish);
}
