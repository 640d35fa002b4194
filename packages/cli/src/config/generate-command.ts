import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generate, SiteError } from "@concors/config";
import type { Generated, Loss, Site } from "@concors/config";
import type { Command } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";
import { whyNotWritten } from "../why-not.ts";
import { addReverseProxyOptions, reverseProxyOf } from "./reverse-proxy.ts";
import type { ReverseProxyCommandOptions } from "./reverse-proxy.ts";
import { addFactsOptions, factsOf, usage } from "./facts-options.ts";
import type { FactsOptions } from "./facts-options.ts";
import { parseTarget } from "./parse-target.ts";
import { addSiteOptions, readSite, siteErrorLines } from "./site-options.ts";
import type { SiteOptions } from "./site-options.ts";

interface GenerateOptions extends SiteOptions, FactsOptions, ReverseProxyCommandOptions {
  readonly name?: string;
  readonly out?: string;
  readonly json?: true;
}

const examples = `
Examples:
  concors config nginx --policy policy.json --out /etc/nginx
  concors config apache --origin https://app.example.com --credentials --method PUT
  concors config vite --reverse-proxy --frontend 127.0.0.1:5173 --api 127.0.0.1:3000
  concors config targets

A policy: { "origins": ["https://app.example.com"], "credentials": true, "methods": ["PUT"] }
A site:   { "routes": [{ "prefix": "/public", "policy": { "origins": "*" } }], "fallback": { … } }

Exit status: 0 the server does what the policy says, 1 it does less, or more, or cannot,
2 the policy or an option is wrong.`;

export function addGenerateCommand(config: Command, io: Io, finish: (status: ExitStatus) => void): void {
  const command = config
    .command("generate", { isDefault: true })
    .description("write a policy in the language of a server")
    .argument("<target>", "the server: concors config targets lists them");
  addReverseProxyOptions(addFactsOptions(addSiteOptions(command)))
    .option("--out <folder>", "write the files there; they are printed if left out")
    .option("--json", "print everything as JSON")
    .addHelpText("after", examples)
    .action((target: string, options: GenerateOptions) => {
      if (options.reverseProxy === true) {
        writeFiles(reverseProxyOf(target, options), options, io);
        finish(0);
        return;
      }
      try {
        // `generate` checks both.
        const name = parseTarget(target);
        const generated = usage(() => generate(name, readSite(options) as Site, factsOf(options)));
        writeGenerated(generated, options, io);
        finish(generated.losses.every(({ effect }) => effect === "cosmetic") ? 0 : 1);
      } catch (error) {
        if (!(error instanceof SiteError)) throw error;
        io.writeError(siteErrorLines(error, options));
        finish(2);
      }
    });
}

interface Output {
  readonly out?: string;
  readonly json?: true;
}

/** Prints what was generated, or writes it into a folder, and says what is lost. */
export function writeGenerated(generated: Generated, output: Output, io: Io): void {
  if (output.json !== true) {
    io.writeError(generated.warnings.map(({ message }) => `warning: ${message}\n`).join(""));
    io.writeError(generated.losses.map((loss) => `${lossLine(loss)}\n`).join(""));
  }
  writeFiles(generated, output, io);
}

function writeFiles(generated: Pick<Generated, "files" | "check">, { out, json }: Output, io: Io): void {
  const { files, check } = generated;
  if (json === true) io.write(`${JSON.stringify(generated, null, 2)}\n`);
  else if (files.length === 0) return;
  else if (out === undefined) {
    io.write(files.map(({ path, where, text }) => `==> ${path}: ${where}\n${text}`).join("\n"));
    io.writeError(checkLines(check));
  } else {
    for (const { path, text } of files) writeText(join(out, path), text);
    io.write(files.map(({ path, where }) => `${join(out, path)}: ${where}\n`).join(""));
    io.write(checkLines(check));
  }
}

/** What a loss says, and what comes of it. */
export function lossLine({ effect, code, message }: Loss): string {
  return `${effect}: ${message} (${code})`;
}

function checkLines(check: readonly string[]): string {
  return check.length === 0 ? "" : `Check it before the server reads it: ${check.join(" && ")}\n`;
}

function writeText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`${path}: ${whyNotWritten(error)}.`);
  }
}
