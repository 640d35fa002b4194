import type { Command } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { checkSettings } from "./check-settings.ts";
import { exchangeLine } from "./exchange-line.ts";
import { readSettings } from "./read-settings.ts";
import type { ProxyCommandOptions } from "./read-settings.ts";
import { startLines } from "./start-lines.ts";
import { startProxy } from "./start-proxy.ts";

const examples = `
Examples:
  concors proxy
  concors proxy --origin https://app.example.com --target api.example.org
  concors proxy --host 0.0.0.0 --config proxy.yaml

Left alone, it listens on this machine only, for pages of this machine, and fetches whatever is public: never
an address of a private network. Beyond this machine it listens once --origin and --target say for whom, and what.

A file, in JSON or YAML: { "callers": { "origins": ["https://app.example.com"], "methods": ["PUT"] },
"targets": { "hosts": ["api.example.org"] }, "rateLimit": { "requests": 100, "seconds": 60 } }

Exit status: 0 it was ended, by Ctrl+C or SIGTERM, 2 a setting is wrong, or it cannot listen.`;

export function addProxyCommand(program: Command, io: Io, finish: (status: ExitStatus) => void): void {
  const collect = (value: string, values: readonly string[]): readonly string[] => [...values, value];
  program
    .command("proxy")
    .description("give pages an API that sends no CORS headers")
    .option("--config <file>", "all that flags say, and more, as JSON or YAML; - for standard input")
    .option("--host <address>", "where to listen; 127.0.0.1 if left out")
    .option("--port <number>", "8080 if left out; 0 for one that is free")
    .option("--origin <pattern>", 'whose pages may call, like https://*.example.com, or "*"; repeatable', collect, [])
    .option("--target <host>", 'what they may fetch, like *.example.org, or "*"; repeatable', collect, [])
    .option(
      "--allow-network <network>",
      "a private network that may be reached, like 10.1.0.0/16; repeatable",
      collect,
      [],
    )
    .option("--rate <requests/seconds>", "how many requests an address may send, like 100/60")
    .option("--web-sockets", "let pages open WebSockets to targets as well")
    .option("--http2", "speak HTTP/2 with targets that offer it")
    .option("--cache <megabytes>", "keep what targets allow shared caches to keep, in as much memory")
    .option("--trust-proxy <whom>", "whose X-Forwarded-For says who calls: 1 server, or networks like 10.0.0.0/8,::1")
    .option("--open", "what is not said may be anything: a relay for everybody, 60 requests a minute each")
    .addHelpText("after", examples)
    .action(async (options: ProxyCommandOptions) => {
      const checked = checkSettings(readSettings(options));
      if (checked.ok) await serve(checked.settings, io);
      else io.writeError(checked.messages.map((message) => errorLine(options, message)).join(""));
      finish(checked.ok ? 0 : 2);
    });
}

function errorLine({ config }: ProxyCommandOptions, message: string): string {
  return `concors: ${config === undefined ? "" : `${config}: `}${message}\n`;
}

async function serve(settings: Parameters<typeof startProxy>[0], io: Io): Promise<void> {
  const started = await startProxy(settings, (exchange) => io.write(exchangeLine(exchange)));
  io.write(startLines(settings, started.url));
  await io.interrupted();
  const underWay = started.inFlight();
  if (underWay > 0) io.write(`Stopping: ${underWay} under way may end, for 10 seconds. Ctrl+C again breaks off.\n`);
  await started.close(underWay > 0 ? io.interrupted() : Promise.resolve());
  io.write("Stopped.\n");
}
