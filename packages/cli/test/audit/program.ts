import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../bin/concors.js", import.meta.url));

/** What a program said and how it ended. */
interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as a process of its own: what is built, as a user has it. */
export interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** @param heap megabytes that it may have */
export function startProgram(argv: readonly string[], heap = 64): Program {
  const child = spawn(process.execPath, [`--max-old-space-size=${heap}`, program, ...argv], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (status) => resolve({ status, ...said }));
  });
  return { child, ended };
}
