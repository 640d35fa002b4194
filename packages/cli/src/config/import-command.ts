import { discardBody, undiciTransport } from "@concors/browser";
import { generate } from "@concors/config";
import type { Site } from "@concors/config";
import { importSite, learnPolicy, ReadError } from "@concors/config/read";
import type { Command } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { readSources } from "../lint/source-files.ts";
import { printable } from "../terminal/printable.ts";
import { UsageError } from "../usage-error.ts";
import { addFactsOptions, factsOf, usage } from "./facts-options.ts";
import type { FactsOptions } from "./facts-options.ts";
import { writeGenerated } from "./generate-command.ts";
import { parseTarget } from "./parse-target.ts";

interface ImportOptions extends FactsOptions {
  readonly to?: string;
  readonly out?: string;
  readonly origin: readonly string[];
  readonly server?: string;
  readonly json?: true;
  readonly insecure?: true;
}

/** A policy, and what is to be said about it. */
interface Imported {
  readonly site: Site | null;
  /** The servers that may be asked for, where they have policies of their own. */
  readonly servers?: readonly string[] | undefined;
  /** What is wrong with where it comes from. */
  readonly findings: readonly string[];
  /** What the server that it comes from cannot do, whatever its configuration says. */
  readonly limits: readonly string[];
  /** What of it could not be seen. */
  readonly unseen: readonly string[];
}

const help = `
A URL is asked at most 60 times, with GET and OPTIONS: name the origins that you know of by --origin.

Examples:
  concors config import nginx.conf conf.d > policy.json
  concors config import nginx.conf --server api.example.com
  concors config import .htaccess --to nginx --out /etc/nginx
  concors config import ingress.yaml --to gateway-api
  concors config import https://api.example.com/items --origin https://app.example.com

Exit status: 0 a policy was found, 1 something about it is not as it should be, 2 there is none.`;

export function addImportCommand(config: Command, io: Io, finish: (status: ExitStatus) => void): void {
  const collect = (value: string, values: readonly string[]): readonly string[] => [...values, value];
  const command = config
    .command("import")
    .description("recover the policy that files carry out, or a live server does, and write it for another server")
    .argument("<source...>", "files, folders, or one URL")
    .option("--to <target>", "write it in the language of this server; as JSON if left out")
    .option("--server <name>", "the server to take, where files are of several with policies of their own")
    .option("--origin <origin>", "an origin that a live server may allow; repeatable", collect, [])
    .option("--insecure", "accept any certificate");
  addFactsOptions(command)
    .option("--out <folder>", "write the files there; they are printed if left out")
    .option("--json", "print everything as JSON")
    .addHelpText("after", help)
    .action(async (sources: readonly string[], options: ImportOptions) => {
      const imported = isUrl(sources) ? await fromUrl(sources[0]!, options) : fromFiles(sources, options);
      if (options.json !== true) tell(imported, io);
      if (imported.site === null) throw new UsageError("nothing is said about CORS there that could be understood.");
      const lossless = write(imported, imported.site, options, io);
      finish(imported.findings.length === 0 && lossless ? 0 : 1);
    });
}

function isUrl(sources: readonly string[]): boolean {
  const urls = sources.filter((source) => /^https?:\/\//i.test(source));
  if (urls.length > 0 && sources.length > 1)
    throw new UsageError("a live server is asked alone: give one URL, or files and folders.");
  return urls.length === 1;
}

function fromFiles(paths: readonly string[], { server }: ImportOptions): Imported {
  try {
    const sources = readSources(paths);
    const { site, servers, findings, limits = [], unseen } = usage(() => importSite(sources, { server }));
    return {
      site,
      servers,
      findings: findings.map(({ severity, path, span, message }) => `${severity}: ${path}:${span.line}: ${message}`),
      limits: limits.map(({ path, span, message }) => `${path}:${span.line}: ${message}`),
      unseen: unseen.map(({ path, span, why }) => `${path}${span === null ? "" : `:${span.line}`}: ${why}`),
    };
  } catch (error) {
    if (error instanceof ReadError) throw new UsageError(error.message);
    throw error;
  }
}

async function fromUrl(url: string, { origin, insecure }: ImportOptions): Promise<Imported> {
  const sockets = undiciTransport({ insecure: insecure === true, timeout: 10_000 });
  try {
    const { site, findings, unseen, ended } = await learnPolicy(url, {
      origins: origin,
      transport: async (request, signal) => {
        const answer = await sockets(request, signal);
        if ("body" in answer) discardBody(answer.body);
        return answer;
      },
    });
    return {
      site,
      findings: findings.map(({ severity, message, evidence }) => `${severity}: ${message} (${evidence.request})`),
      limits: [],
      unseen: [...(ended === null ? [] : [ended.message]), ...unseen],
    };
  } finally {
    await sockets.close();
  }
}

function tell({ findings, limits, unseen }: Imported, io: Io): void {
  for (const finding of findings) io.writeError(`${printable(finding)}\n`);
  for (const limit of limits) io.writeError(`limit: ${printable(limit)}\n`);
  for (const sentence of unseen) io.writeError(`not seen: ${printable(sentence)}\n`);
}

/** Whether nothing was lost on the way. */
function write(imported: Imported, site: Site, options: ImportOptions, io: Io): boolean {
  const { to } = options;
  const generated = to === undefined ? null : usage(() => generate(parseTarget(to), site, factsOf(options)));
  if (options.json === true) io.write(`${JSON.stringify({ ...imported, generated }, null, 2)}\n`);
  else if (generated === null) io.write(`${JSON.stringify(site, null, 2)}\n`);
  else writeGenerated(generated, options, io);
  return generated === null || generated.losses.every(({ effect }) => effect === "cosmetic");
}
