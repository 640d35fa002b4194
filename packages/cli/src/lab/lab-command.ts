import type { Command } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";
import { openInBrowser } from "./open-in-browser.ts";
import { startLab } from "./start-lab.ts";
import type { StartedLab } from "./start-lab.ts";

const usualPort = 2677;

const description = `
A page, a server and a browser to look on: change what the server answers, and see what four
engines make of it, and what your own browser does. Check real URLs, curl commands, recordings
and console messages, and get the configuration that mends them.

It listens on this machine only, takes orders from its own page alone, and works offline.

Exit status: 0 it was ended, by Ctrl+C or SIGTERM, 2 it cannot start.`;

export function addLabCommand(program: Command, io: Io, finish: (status: ExitStatus) => void): void {
  program
    .command("lab")
    .description(
      "see CORS at work in your own browser: sites to play with, and everything else that is here, as a page",
    )
    .option("--port <number>", `${usualPort} if left out, or one that is free if it is taken; 0 for one that is free`)
    .option("--open", "open it in the browser of this system")
    .addHelpText("after", description)
    .action(async (options: { readonly port?: string; readonly open?: true }) => {
      const lab = await start(options.port, io);
      io.write(startLines(lab));
      if (options.open === true) openInBrowser(lab.origin);
      await io.interrupted();
      await lab.close();
      io.write("Stopped.\n");
      finish(0);
    });
}

async function start(port: string | undefined, io: Io): Promise<StartedLab> {
  if (port !== undefined) return await startLab({ port: parsePort(port) }, io);
  try {
    return await startLab({ port: usualPort }, io);
  } catch (error) {
    // By another Lab, most likely: one for each terminal.
    if (error instanceof UsageError && error.message.includes("already")) return await startLab({ port: 0 }, io);
    throw error;
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port ${text}: it takes a whole number from 0 to 65535.`);
}

function startLines({ origin, whyNoHttps }: StartedLab): string {
  return `
  The Lab is open:  ${origin}

  It listens on this machine only. Ctrl+C ends it.${whyNoHttps === null ? "" : `\n  ${whyNoHttps}`}

`;
}
