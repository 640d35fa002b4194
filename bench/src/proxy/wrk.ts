import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Load {
  readonly connections: number;
  readonly seconds: number;
}

/**
 * Asks for a URL again and again, as a page of another origin would.
 *
 * @returns how many requests were answered
 * @throws Error if any of them was not answered as it should be
 */
export async function wrk(url: string, { connections, seconds }: Load): Promise<number> {
  const flags = ["-t1", `-c${connections}`, `-d${seconds}s`, "-H", "Origin: https://app.example.com"];
  const { stdout } = await run("wrk", [...flags, url]);
  const broken = /^\s*(?:Non-2xx|Socket errors).*/m.exec(stdout);
  if (broken !== null) throw new Error(`${url}: ${broken[0].trim()}`);
  return Number(/(\d+) requests in/.exec(stdout)?.[1]);
}
