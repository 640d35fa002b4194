import { writeFileSync } from "node:fs";
import { importSite, isLintCode, lintAll, ReadError, toSarif } from "@concors/config/read";
import type { LintResult, SourceFile } from "@concors/config/read";
import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import type { Line } from "../terminal/text.ts";
import { layOut } from "../terminal/text.ts";
import { wantsColor } from "../terminal/wants-color.ts";
import { UsageError } from "../usage-error.ts";
import { version } from "../version.ts";
import { whyNotWritten } from "../why-not.ts";
import { applyPatches } from "./apply-patches.ts";
import { findingLines, limitLines, silence, summary } from "./finding-lines.ts";
import { mendedLines } from "./mended-lines.ts";
import { readSources } from "./source-files.ts";
import type { EncodedFile } from "./source-files.ts";

interface LintOptions {
  readonly format: "text" | "json" | "sarif";
  readonly fix?: true;
  readonly accept: readonly string[];
  readonly color: boolean;
}

const help = `
Give all files of a server together: what one includes is read in its place.
security: a page that should not may read. breaks: one that should cannot. cache: a shared cache may
hand one site's answer to another. odd: no browser can tell. Every code is explained in docs/lint.md.
limit: the server cannot do otherwise, whatever its configuration says; it does not count.
A file accepts a finding by a comment: concors accepts vary-missing.

Exit status: 0 nothing is wrong, 1 something is, 2 a file could not be read.`;

export function addLintCommand(program: Command, io: Io, finish: (status: ExitStatus) => void): void {
  program
    .command("lint")
    .description("find what is wrong with what configuration and code say about CORS")
    .argument("<file...>", "configuration or code; a folder is searched")
    .addOption(
      new Option("--format <format>", "text (if left out), json or sarif")
        .choices(["text", "json", "sarif"])
        .default("text"),
    )
    .option("--accept <code>", "a finding that has to stay, where a file has no comments; repeatable", acceptedCode, [])
    .option("--fix", "change the files where it is sure how")
    .option("--no-color", "do not colour; nor with NO_COLOR, nor in a pipe")
    .addHelpText("after", help)
    .action((paths: readonly string[], options: LintOptions) => {
      const sources = readSources(paths).map((file) => ({ ...file, accepts: options.accept }));
      const files = options.fix === true ? fix(sources) : sources;
      const result = lintOf(files);
      const mended = files === sources ? [] : mendedLines(sources, lintOf(sources).findings, files, result.findings);
      report(files, result, mended, options, io);
      finish(result.findings.length === 0 ? 0 : 1);
    });
}

function acceptedCode(code: string, before: readonly string[]): readonly string[] {
  if (!isLintCode(code)) throw new InvalidArgumentError("docs/lint.md has all codes.");
  return [...before, code];
}

/** @throws UsageError with the place, if a file cannot be parsed */
function lintOf(files: readonly SourceFile[]): LintResult {
  try {
    return lintAll(files);
  } catch (error) {
    if (error instanceof ReadError) throw new UsageError(error.message);
    throw error;
  }
}

/** One change may make room for the next: until there is none left. */
const mostRounds = 20;

/**
 * Changes files where it is sure how. A Caddyfile was read as Caddy understands it, which is not what stands in it: its
 * findings have no patches.
 */
function fix(given: readonly EncodedFile[]): readonly EncodedFile[] {
  let files = given;
  for (let round = 0; round < mostRounds; round++) {
    const { findings } = lintOf(files);
    const patched = files.map((file) => ({ ...file, text: applyPatches(file, findings) }));
    if (patched.every(({ text }, index) => text === files[index]!.text)) break;
    files = patched;
  }
  for (const [index, file] of files.entries()) if (file.text !== given[index]!.text) write(file);
  return files;
}

function write({ path, text, encoding }: EncodedFile): void {
  try {
    writeFileSync(path, text, encoding);
  } catch (error) {
    throw new UsageError(`${path}: ${whyNotWritten(error)}.`);
  }
}

function report(
  files: readonly SourceFile[],
  { findings, accepted, limits }: LintResult,
  mended: readonly Line[],
  { format, color }: LintOptions,
  io: Io,
): void {
  if (format === "json") io.write(`${JSON.stringify(findings, null, 2)}\n`);
  else if (format === "sarif") io.write(`${JSON.stringify(toSarif(findings, version(), accepted, limits), null, 2)}\n`);
  else {
    const lines = [...mended, ...findings.flatMap((finding) => findingLines(finding, files)), ...limitLines(limits)];
    const columns = Math.min(Math.max(io.terminal.columns, 40), 120);
    const isSilent = findings.length + accepted.length + limits.length === 0 && importSite(files).site === null;
    const last = isSilent ? silence(files.length) : summary(findings, files.length, accepted);
    io.write(`${[...layOut(lines, columns, wantsColor(color, io)), last].join("\n")}\n`);
  }
}
