import { lookup } from "node:dns/promises";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import type { Io } from "./io.ts";
import { main } from "./main.ts";

/** The command line, with the process as its surroundings. */
export function run(): Promise<number> {
  return main(process.argv.slice(2), processIo());
}

/** A page's address is only a help: a name server that does not answer is not waited for. */
const lookupTimeout = 1000;

function processIo(): Io {
  const { stdout, stderr, env } = process;
  // `concors check … | head` is no error.
  stdout.on("error", () => {});
  // Nor does whoever closes standard error change the exit status.
  stderr.on("error", () => {});
  return {
    write: (text) => void stdout.write(text),
    writeError: (text) => void stderr.write(text),
    readInput,
    env,
    terminal: {
      isTerminal: stdout.isTTY,
      isErrorTerminal: stderr.isTTY,
      columns: stdout.columns ?? 80,
      rows: stdout.rows ?? 24,
    },
    lookup: (host) => Promise.race([addressOf(host), setTimeout(lookupTimeout, null, { ref: false })]),
    interrupted: () =>
      new Promise((resolve) => {
        process.once("SIGINT", resolve);
        process.once("SIGTERM", resolve);
      }),
    onInterrupt: (listener) => {
      process.once("SIGINT", listener);
      process.once("SIGTERM", listener);
    },
    onHangup: (listener) => void process.on("SIGHUP", listener),
  };
}

/** In characters: whoever sends more than a console holds does not mean to be read to the end. */
const mostInput = 1_000_000;

async function readInput(): Promise<string> {
  let input = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    input += chunk as string;
    if (input.length > mostInput) break;
  }
  return input;
}

async function addressOf(host: string): Promise<string | null> {
  try {
    return (await lookup(host)).address;
  } catch {
    return null;
  }
}
