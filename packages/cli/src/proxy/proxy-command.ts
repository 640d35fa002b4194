import type { Command } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { printable } from "../terminal/printable.ts";
import { runDev } from "./dev/run-dev.ts";
import { problemLine } from "./problem-line.ts";
import { serve } from "./serve.ts";
import { checkSettings } from "./settings/check-settings.ts";
import { readSettings } from "./settings/read-settings.ts";
import type { ProxyCommandOptions } from "./settings/read-settings.ts";
import { settings } from "./settings/setting-table.ts";

const examples = `
Examples:
  concors proxy
  concors proxy --origin https://app.example.com --target api.example.org
  concors proxy --host 0.0.0.0 --config proxy.yaml
  concors proxy --dev 3000=/ 8080=/api

Left alone, it listens on this machine only, for pages of this machine, and fetches whatever is public: never
an address of a private network. Beyond this machine it listens once --origin and --target say for whom, and what.

A file, in JSON or YAML: { "callers": { "origins": ["https://app.example.com"], "methods": ["PUT"] },
"targets": { "hosts": ["api.example.org"] }, "rateLimit": { "requests": 100, "seconds": 60 } }

With --dev it is no CORS proxy: on port 8000, a page and its API are of one origin, each from a port of its own.

Each flag, and all else of the file, can be a variable of the environment: CONCORS_PROXY_PORT, CONCORS_PROXY_ORIGINS …
A flag holds before a variable, a variable before the file. SIGHUP reads the file again.

Exit status: 0 it was ended, by Ctrl+C or SIGTERM, 2 a setting is wrong, or it cannot listen.`;

export function addProxyCommand(program: Command, io: Io, finish: (status: ExitStatus) => void): void {
  const collect = (value: string, values: readonly string[]): readonly string[] => [...values, value];
  const command = program
    .command("proxy")
    .description("give pages an API that sends no CORS headers")
    .option("--config <file>", "all that flags say, and more, as JSON or YAML; - for standard input");
  for (const { flag, kind, words } of settings)
    if (flag !== undefined && kind === "texts") command.option(flag, words, collect, []);
    else if (flag !== undefined) command.option(flag, words);
  command.option(
    "--dev <port=path...>",
    "serve servers of this machine from one origin while developing, like 3000=/ 8080=/api",
  );
  command.addHelpText("after", examples).action(async (options: ProxyCommandOptions) => {
    finish(await runProxy(options, io));
  });
}

async function runProxy(options: ProxyCommandOptions, io: Io): Promise<ExitStatus> {
  if (options["dev"] !== undefined) return runDev(options, io);
  const sources = { options, env: io.env };
  const given = readSettings(sources);
  const checked = checkSettings(given.value);
  const lines = given.unknownVariables.map((name) => `${name} is no setting: docs/proxy-operations.md lists them.`);
  if (!checked.ok) lines.push(...checked.problems.map((problem) => problemLine(problem, given)));
  io.writeError(lines.map((line) => `concors: ${printable(line)}\n`).join(""));
  if (!checked.ok || lines.length > 0) return 2;
  await serve(checked.settings, sources, io);
  return 0;
}
