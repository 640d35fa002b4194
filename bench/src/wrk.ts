import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Load {
  readonly connections: number;
  /** At least a quarter of one: wrk looks ten times a second whether it is to stop. */
  readonly seconds: number;
}

/**
 * Asks for a URL again and again, as a page of another origin would.
 *
 * @returns how many requests were answered
 * @throws Error if any of them was not answered as it should be, or if wrk is not installed
 */
export async function wrk(url: string, { connections, seconds }: Load): Promise<number> {
  const flags = ["-t1", `-c${connections}`, `-d${Math.ceil(seconds)}s`, "-H", "Origin: https://app.example.com"];
  const running = run("wrk", [...flags, url]);
  // It takes whole seconds only, and stops when it is interrupted.
  const timer = Number.isInteger(seconds) ? undefined : setTimeout(() => running.child.kill("SIGINT"), seconds * 1000);
  const { stdout } = await running.finally(() => clearTimeout(timer));
  const broken = /^\s*(?:Non-2xx|Socket errors).*/m.exec(stdout);
  const requests = /(\d+) requests in/.exec(stdout)?.[1];
  if (broken !== null || requests === undefined) throw new Error(`${url}: ${broken?.[0].trim() ?? "no answer"}`);
  return Number(requests);
}

/** What there is to say if an error is that a program is not there; null if it is another. */
export function missingProgram(error: unknown, packages: string): Error | null {
  const { code, path } = error as NodeJS.ErrnoException;
  return code === "ENOENT" ? new Error(`${path} is not installed: apt-get install ${packages}`) : null;
}
