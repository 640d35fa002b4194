import type { Command } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";

export function addDemoCommand(program: Command, _io: Io, finish: (status: ExitStatus) => void): void {
  program.command("demo").action(() => finish(0));
}
