import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** A server that is running, with a configuration of ours. */
export interface RunningServer {
  readonly stop: () => Promise<void>;
}

/** Makes a folder with these files, starts a program in it, and waits until it accepts connections. */
export async function startProcess(
  port: number,
  files: Readonly<Record<string, string>>,
  command: (folder: string) => readonly string[],
): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), "concors-"));
  // Servers started as root serve as somebody else.
  await chmod(folder, 0o755);
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, name), text.replaceAll("{folder}", folder));
  const [program, ...args] = command(folder);
  const child = spawn(program!, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const stop = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    // Rejects if the program cannot be run at all.
    await once(child, "spawn");
    await accepts(port, child);
  } catch (error) {
    await stop();
    throw new Error(`${program} did not start:\n${said}`, { cause: error });
  }
  return { stop };
}

async function accepts(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`It ended with status ${child.exitCode}.`);
    if (await isOpen(port)) return;
    await setTimeout(25);
  }
  throw new Error(`Nothing listens on port ${port} after five seconds.`);
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
