import type { ChildProcess } from "node:child_process";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { RigInput, RunningServer } from "./rig.ts";

/** A program to run in a folder of its own. */
export interface ServerProgram {
  /** By name; `{folder}` in a text stands for the folder. */
  readonly files: Readonly<Record<string, string>>;
  /** What stands in the folder by another name. */
  readonly links?: Readonly<Record<string, string>>;
  /** The server's own check of its configuration; it has to end with status 0. */
  readonly check?: readonly string[];
  /** The server itself, which stays in the foreground. */
  readonly command: readonly string[];
  /** What it says once it can answer, if it listens before. */
  readonly ready?: string | undefined;
  /** Its environment, instead of ours; `{folder}` likewise. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What every rig puts into the server's folder: what was generated, the files of the site, and the certificate. */
export function filesOf({ generated, site = {}, certificate }: RigInput): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(generated.files.map(({ path, text }) => [path, text])),
    ...Object.fromEntries(Object.entries(site).map(([name, text]) => [`site/${name}`, text])),
    ...(certificate === undefined ? {} : { "tls.crt": certificate.certificate, "tls.key": certificate.key }),
  };
}

/** Makes a folder with these files, checks them, starts the program, and waits until it accepts connections. */
export async function startProgram(
  port: number,
  { files, links, check, command, ready, env: given }: ServerProgram,
): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), "concors-"));
  const inFolder = (text: string): string => text.replaceAll("{folder}", folder);
  const env = given && Object.fromEntries(Object.entries(given).map(([name, value]) => [name, inFolder(value)]));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    // Servers that are started as root serve as somebody else.
    await chmod(folder, 0o755);
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), inFolder(text), { mode: text.startsWith("#!") ? 0o755 : 0o644 });
    }
    for (const [name, path] of Object.entries(links ?? {})) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await symlink(path, join(folder, name));
    }
    if (check !== undefined) await run(folder, check.map(inFolder), env);
  } catch (error) {
    await remove();
    throw error;
  }
  const [program, ...args] = command.map(inFolder);
  const child = spawn(program!, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], ...withEnv(env) });
  let said = "";
  let isReady = ready === undefined;
  const listen = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-4000);
    isReady ||= said.includes(ready!);
  };
  child.stderr.on("data", listen);
  child.stdout.on("data", listen);
  const stop = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const late = await Promise.race([ended.then(() => false), setTimeout(3000, true, { ref: false })]);
      if (late) {
        child.kill("SIGKILL");
        await ended;
      }
    }
    await remove();
  };
  try {
    await once(child, "spawn");
    await answers(port, child, () => isReady);
  } catch (error) {
    await stop();
    throw new Error(`${program} did not start:\n${said}`, { cause: error });
  }
  return { port, folder, stop };
}

function withEnv(env: Readonly<Record<string, string>> | undefined): { env?: Record<string, string> } {
  return env === undefined
    ? {}
    : { env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ...env } };
}

/** @throws Error with what the program said, if it does not end with status 0 */
function run(
  folder: string,
  [program, ...args]: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program!, args, { cwd: folder, timeout: 60_000, ...withEnv(env) }, (error, stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(`${program} refuses the configuration:\n${stderr}${stdout}`, { cause: error }));
    });
  });
}

/** In seconds. On a busy machine, an application takes its time to load; a program that fails ends, and is noticed. */
const longestStart = 60;

async function answers(port: number, child: ChildProcess, isReady: () => boolean): Promise<void> {
  const end = performance.now() + longestStart * 1000;
  while (performance.now() < end) {
    if (child.exitCode !== null) throw new Error(`It ended with status ${child.exitCode}.`);
    if (isReady() && (await isOpen(port))) return;
    await setTimeout(25);
  }
  throw new Error(`It does not serve port ${port} after ${longestStart} seconds.`);
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
