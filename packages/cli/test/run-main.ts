import type { Io } from "../src/io.ts";
import { main } from "../src/main.ts";

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, with nobody's terminal and no name server. */
export async function runMain(argv: readonly string[], surroundings: Partial<Io> = {}): Promise<Run> {
  let stdout = "";
  let stderr = "";
  const io: Io = {
    write: (text) => void (stdout += text),
    writeError: (text) => void (stderr += text),
    readInput: () => Promise.resolve(""),
    env: {},
    terminal: { isTerminal: false, columns: 80, rows: 24 },
    lookup: () => Promise.resolve(null),
    interrupted: () => Promise.resolve(),
    ...surroundings,
  };
  const status = await main(argv, io);
  return { status, stdout, stderr };
}
