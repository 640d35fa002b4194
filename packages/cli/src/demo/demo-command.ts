import type { Command } from "commander";
import { reportText } from "../check/check-command.ts";
import { parseCheck } from "../check/parse-check.ts";
import { runCheck } from "../check/run-check.ts";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { startDemoSites } from "./demo-sites.ts";
import type { DemoSites } from "./demo-sites.ts";

export function addDemoCommand(program: Command, io: Io, finish: (status: ExitStatus) => void): void {
  program
    .command("demo")
    .description("start two small sites on this machine, check one from the other, and say what to try next")
    .option("--keep", "leave the sites running, to try commands and browsers on them")
    .option("--no-color", "do not colour; nor with NO_COLOR, nor in a pipe")
    .addHelpText("after", "\nExit status: 0.")
    .action(async (options: { readonly keep?: true; readonly color: boolean }) => {
      const sites = await startDemoSites();
      try {
        await show(sites, options, io);
        if (options.keep === true) await keep(sites, io);
        else io.write(nextSteps);
      } finally {
        await sites.close();
      }
      finish(0);
    });
}

const put = ["-X", "PUT", "-H", "Content-Type: application/json", "-d", "[]"];

async function show({ api, page }: DemoSites, options: { readonly color: boolean }, io: Io): Promise<void> {
  io.write(
    `A page at ${page} wants to write to an API at ${api}.\nIts browser says "blocked by CORS policy". Why?\n\n`,
  );
  await check(`${api}/items`, page, options, io);
  io.write("\nThe same API, with what the help says:\n\n");
  await check(`${api}/fixed`, page, options, io);
}

async function check(url: string, page: string, { color }: { readonly color: boolean }, io: Io): Promise<void> {
  io.write(`$ ${commandLine(url, page)}\n\n`);
  const input = parseCheck(url, {
    from: page,
    request: "PUT",
    header: ["Content-Type: application/json"],
    data: "[]",
    coep: "unsafe-none",
    credentials: "same-origin",
    mode: "cors",
    redirect: "follow",
    browser: "all",
    resolve: [],
    timeout: "10",
    color,
  });
  io.write(reportText(await runCheck(input, io), { color }, io));
}

function commandLine(url: string, page: string): string {
  const words = put.map((word) => (/^[\w-]+$/.test(word) ? word : `'${word}'`)).join(" ");
  return `npx concors check ${url} --from ${page} ${words}`;
}

const nextSteps = `
Try next:
  npx concors check https://api.example.com/items --from https://app.example.com   your API, your page
  npx concors demo --keep                                                          more to try on these sites
  npx concors check --help
`;

async function keep({ api, page }: DemoSites, io: Io): Promise<void> {
  io.write(`
The sites are running until you press Ctrl+C. Try next:
  npx concors check ${api}/report --from ${page}
  npx concors check ${api}/mine --from ${page} --credentials include
  npx concors check ${api}/items --from ${page} -X PUT --fix express
  npx concors check ${api}/items --from ${page} -X PUT --print curl
and open ${page} in a browser, whose console can be held against them.
`);
  await io.interrupted();
}
