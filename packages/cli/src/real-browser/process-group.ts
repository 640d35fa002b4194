import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** How to start a browser on a URL, its profile in a fresh folder. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A browser that was started here; it is the leader of a process group of its own. */
export class ProcessGroup {
  readonly #child: ChildProcess;
  readonly #folder: string;
  /** Resolves when the leader has ended, with a few words on how. Never rejects. */
  readonly ended: Promise<string>;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    this.ended = new Promise((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (status, signal) => resolve(signal === null ? `exit status ${status}` : `signal ${signal}`));
    });
  }

  /** @param command What to start, given the folder that is its alone. */
  static async start(command: (folder: string) => Promise<Command>): Promise<ProcessGroup> {
    const folder = await mkdtemp(join(tmpdir(), "concors-browser-"));
    const { file, args, environment } = await command(folder);
    const child = spawn(file, args, {
      cwd: folder,
      detached: true,
      stdio: "ignore",
      env: { ...process.env, TMPDIR: folder, ...environment },
    });
    return new ProcessGroup(child, folder);
  }

  /** Ends this group's processes and no others, and removes the folder. */
  async stop(): Promise<void> {
    // Politely first: xvfb-run has a server and a lock of its own to clean up.
    if (this.#signal("SIGTERM")) await Promise.race([this.#gone(), delay(3000)]);
    if (this.#signal("SIGKILL")) await Promise.race([this.#gone(), delay(3000)]);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async #gone(): Promise<void> {
    while (this.#signal(0)) await delay(50);
  }

  /** False if no process of the group is left. */
  #signal(signal: NodeJS.Signals | 0): boolean {
    const { pid } = this.#child;
    if (pid === undefined) return false;
    try {
      return process.kill(-pid, signal);
    } catch {
      return false;
    }
  }
}
