import type { Command } from "commander";
import type { Io } from "../io.ts";
import type { ExitStatus } from "../main.ts";

export function addDemoCommand(program: Command, _io: Io, finish: (status: ExitStatus) => void): void {
  program.command("demo").action(() => finish(0));
}
