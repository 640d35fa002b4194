import type { ChildProcess } from "node:child_process";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";

/** Whether something is here that has to be installed: on CI it has to be, elsewhere a line says how to get it. */
export function isHere(what: string, missing: string | null): boolean {
  if (missing === null || process.env["CI"] === "true") return true;
  console.warn(`${what} is not run, since it is not installed: ${missing}`);
  return false;
}

/** A program that serves from a folder of its own; `{folder}` in a text or an argument stands for it. */
export interface Program {
  readonly files: Readonly<Record<string, string>>;
  /** The server's own check: a command that has to end with status 0. */
  readonly check?: readonly string[];
  readonly command: readonly string[];
  readonly port: number;
}

/** Runs a program until its port accepts connections. */
export async function startProgram({ files, check, command, port }: Program): Promise<{ stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "concors-"));
  // Servers started as root serve as somebody else.
  await chmod(folder, 0o755);
  const inFolder = (text: string): string => text.replaceAll("{folder}", folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), inFolder(text));
  }
  let child: ChildProcess | null = null;
  let said = "";
  const stop = async (): Promise<void> => {
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const isLate = await Promise.race([ended.then(() => false), setTimeout(3000, true, { ref: false })]);
      if (isLate) child.kill("SIGKILL");
      await ended;
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    if (check !== undefined) {
      const [checker, ...args] = check.map(inFolder);
      await promisify(execFile)(checker!, args, { cwd: folder });
    }
    const [program, ...args] = command.map(inFolder);
    child = spawn(program!, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
    await once(child, "spawn");
    await accepts(port, child);
  } catch (error) {
    await stop();
    throw new Error(`${command.join(" ")} did not start:\n${said}`, { cause: error });
  }
  return { stop };
}

async function accepts(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (child.exitCode !== null) throw new Error(`It ended with status ${child.exitCode}.`);
    if (await isOpen(port)) return;
    await setTimeout(25);
  }
  throw new Error(`Nothing listens on port ${port} after fifteen seconds.`);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
