import { SiteError } from "@concors/config";
import type { Site, TargetName } from "@concors/config";
import { rigFor, verify, verifyUrl } from "@concors/config/verify";
import type { Miss, UrlVerification, Verification } from "@concors/config/verify";
import type { Command } from "commander";
import { failureOf } from "../audit/http-sender.ts";
import { parseUrl } from "../check/parse-request.ts";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { printable } from "../terminal/printable.ts";
import { readText } from "../text-file.ts";
import { UsageError } from "../usage-error.ts";
import { addFactsOptions, factsOf, usage } from "./facts-options.ts";
import type { FactsOptions } from "./facts-options.ts";
import { lossLine } from "./generate-command.ts";
import { addSiteOptions, readSite, siteErrorLines } from "./site-options.ts";
import type { SiteOptions } from "./site-options.ts";

interface VerifyCommandOptions extends SiteOptions, FactsOptions {
  readonly url?: string;
  readonly insecure?: true;
  readonly include?: string;
  readonly probes?: string;
  readonly seed?: string;
  readonly json?: true;
}

const help = `
The server is started on loopback, with what is generated for the policy, in front of an application
that does everything wrong: CORS headers of its own, errors, redirects, no answer. A browser's
algorithm judges what comes back, with credentials omitted and included.

Exit status: 0 all as the policy says, 1 something is not, 2 it could not be run.`;

export function addVerifyCommand(config: Command, io: Io, finish: (status: ExitStatus) => void): void {
  const command = config
    .command("verify")
    .description("run a server with what is generated for a policy, and play hundreds of requests against it")
    .argument("<target>", "the server, which has to be installed here, or the framework in this folder");
  addFactsOptions(addSiteOptions(command))
    .option("--url <url>", "ask the server that answers there instead; only GET, HEAD and OPTIONS are sent")
    .option("--insecure", "with --url: accept any certificate")
    .option("--include <file>", "configuration of your own, put into the block that ours is in")
    .option("--probes <number>", "how many random requests around the policy's own strings; 500, or 50 with --url")
    .option("--seed <number>", "play the random requests of an earlier run again")
    .option("--json", "print everything as JSON")
    .addHelpText("after", help)
    .action(async (target: string, options: VerifyCommandOptions) => {
      try {
        const verified = options.url === undefined ? await run(target, options, io) : await ask(options.url, options);
        io.write(options.json === true ? `${JSON.stringify(verified, null, 2)}\n` : verificationText(verified));
        finish(verified.misses.length === 0 ? 0 : 1);
      } catch (error) {
        if (error instanceof SiteError) {
          io.writeError(siteErrorLines(error, options));
          finish(2);
          return;
        }
        if (!(error instanceof Error)) throw error;
        throw new UsageError(error.message);
      }
    });
}

function run(target: string, options: VerifyCommandOptions, io: Io): Promise<Verification> {
  const rig = usage(() => rigFor(target as TargetName));
  const missing = rig.missing();
  if (missing !== null) throw new UsageError(`${target} is not installed here: ${missing}.`);
  const ending = new AbortController();
  // The server that was started, and its folder, do not outlive the program.
  io.onInterrupt?.(() => ending.abort(new UsageError("it was ended before all was asked.")));
  return verify(rig.target, readSite(options) as Site, {
    signal: ending.signal,
    facts: given(factsOf(options)),
    own: options.include === undefined ? "" : readText(options.include),
    ...countsOf(options),
  });
}

async function ask(text: string, options: VerifyCommandOptions): Promise<UrlVerification> {
  const url = parseUrl(text);
  const site = readSite(options) as Site;
  try {
    return await verifyUrl(url, site, { insecure: options.insecure === true, ...countsOf(options) });
  } catch (error) {
    // Those of the network have a code, and words that are not for people, or none.
    throw error instanceof Error && "code" in error ? new UsageError(failureOf(error, url).message) : error;
  }
}

function countsOf({ probes, seed }: VerifyCommandOptions): { probes?: number; seed?: number } {
  return {
    ...(probes !== undefined && { probes: parseCount("--probes", probes) }),
    ...(seed !== undefined && { seed: parseCount("--seed", seed) }),
  };
}

/** Facts that were said: the others are what the rig runs. */
function given<F extends object>(facts: F): Partial<F> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Partial<F>;
}

function parseCount(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${name} ${text}: it takes a whole number, like 500.`);
  return Number(text);
}

function verificationText(verified: Verification | UrlVerification): string {
  const { cases, probes, seed, misses } = verified;
  const asked = "url" in verified ? verified.url : `${verified.target} ${verified.generated.provenance.version}`;
  const losses = "url" in verified ? [] : verified.generated.losses;
  const said = losses.map((loss) => `${lossLine(loss)}\n`).join("");
  const played = `${asked}: ${cases} cases and ${probes} probes (seed ${seed})`;
  if (misses.length === 0) return `${said}${played}, all as the policy says${exceptionText(verified)}.\n`;
  return `${said}${misses.map(missText).join("\n")}\n${played}; ${misses.length} not as the policy says.\n`;
}

/** What no configuration can mend. */
function exceptionText(verified: Verification | UrlVerification): string {
  if ("url" in verified) return "";
  const reasons = Object.values(verified.exceptions);
  return reasons.length === 0 ? "" : `, but for ${reasons.length}: ${[...new Set(reasons)].join("; ")}`;
}

function missText({ case: played, problems }: Miss): string {
  const { name, method, path, origin, headers } = played;
  const request = `${method} ${path} ${origin === null ? "without an origin" : `from ${origin}`}`;
  const set = headers.map(([header, value]) => `    ${header}: ${value}`);
  return [name, `  ${request}`, ...set, ...problems.map((problem) => `  ${problem}`)]
    .map((line) => `${printable(line)}\n`)
    .join("");
}
