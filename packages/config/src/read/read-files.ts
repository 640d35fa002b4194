import { sortAccepted } from "./accepted.ts";
import type { LintResult } from "./accepted.ts";
import type { Finding, Limit, Place } from "./finding.ts";
import { partLimits } from "./limits.ts";
import { recoverSite } from "./recover-site.ts";
import type { Dialect, Reading, SourceFile, Told, Unseen } from "./reading.ts";
import { checkAnswers } from "./rules/check-answers.ts";
import { checkOrigins } from "./rules/check-origins.ts";
import { dialects } from "./dialects/index.ts";

/**
 * Finds what is wrong with what files say about CORS, worst first, but for what they say is accepted.
 *
 * @example
 * for (const { path, span, message } of lint([{ path: "nginx.conf", text }])) print(path, span.line, message);
 * @throws ReadError if a file cannot be parsed at all; TypeError for a dialect that is not known
 */
export function lint(files: readonly SourceFile[]): readonly Finding[] {
  return lintAll(files).findings;
}

/**
 * Finds what is wrong with what files say about CORS, and what of it they say is accepted, each worst first; and what
 * their servers cannot do, whatever is written.
 *
 * @throws ReadError if a file cannot be parsed at all; TypeError for a dialect that is not known
 */
export function lintAll(files: readonly SourceFile[]): LintResult {
  return sorted(read(files), files);
}

export interface ImportOptions {
  /** Which server's policies, by its name, where files are of several; the first with any if left out. */
  readonly server?: string | undefined;
}

/**
 * Recovers the policies that files carry out, and says what of them could not be understood.
 *
 * @throws ReadError if a file cannot be parsed at all; TypeError for a dialect or a server that is not known
 */
export function importSite(files: readonly SourceFile[], { server }: ImportOptions = {}): Reading {
  const told = read(files);
  const blocks = told.flatMap((one) => one.blocks);
  const { site, unseen, servers } = recoverSite(blocks, server);
  const { findings, accepted, limits } = sorted(told, files);
  return {
    site,
    servers,
    unseen: unique([
      ...files.filter((file) => dialectOf(file) === undefined).map(notRead),
      ...told.flatMap((one) => one.unseen),
      ...unseen,
    ]),
    findings,
    ...(accepted.length > 0 && { accepted }),
    ...(limits.length > 0 && { limits }),
  };
}

/** Whether a file is in a language that is read here. */
export function isReadable(file: SourceFile): boolean {
  return dialectOf(file) !== undefined;
}

/** The language that a file says it is written in, else the one that it is likely to be. */
function dialectOf(file: SourceFile): Dialect | undefined {
  if (file.dialect === undefined) return dialects.find(({ recognizes }) => recognizes(file));
  const named = dialects.find(({ name }) => name === file.dialect);
  if (named !== undefined) return named;
  const names = dialects.map(({ name }) => name).join(", ");
  throw new TypeError(`${JSON.stringify(file.dialect)} is no language that is read; there are ${names}`);
}

function read(files: readonly SourceFile[]): readonly Told[] {
  return dialects.flatMap((dialect) => {
    const own = files.filter((file) => dialectOf(file) === dialect);
    return own.length === 0 ? [] : [dialect.read(own)];
  });
}

function sorted(told: readonly Told[], files: readonly SourceFile[]): LintResult {
  const all = told.map(judged);
  const { findings, accepted } = sortAccepted(
    all.flatMap((one) => one.findings),
    files,
  );
  return {
    findings: findings.toSorted(worstFirst),
    accepted: accepted.toSorted(worstFirst),
    limits: oncePerFile(all.flatMap(({ limits }) => limits)),
  };
}

function judged({ blocks, findings }: Told): Pick<LintResult, "findings" | "limits"> {
  const parted = blocks.map((block) => partLimits([...checkOrigins(block), ...checkAnswers(block)], block));
  return {
    findings: unique([...findings, ...parted.flatMap((one) => one.findings)]),
    limits: parted.flatMap(({ limits }) => limits),
  };
}

/** What a server cannot do is said where a file first asks for it. */
function oncePerFile(limits: readonly Limit[]): readonly Limit[] {
  const first = new Map<string, Limit>();
  for (const limit of limits.toSorted(byPlace)) {
    const key = JSON.stringify([limit.path, limit.message]);
    if (!first.has(key)) first.set(key, limit);
  }
  return [...first.values()];
}

function notRead({ path }: SourceFile): Unseen {
  return { path, span: null, why: "This file is in no language that is read here." };
}

/** What several blocks share is said once. */
function unique<Said extends object>(all: readonly Said[]): readonly Said[] {
  const said = new Map(all.map((one) => [JSON.stringify(one), one]));
  return [...said.values()];
}

const severities = ["security", "breaks", "cache", "odd"] as const;

function worstFirst(a: Finding, b: Finding): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || byPlace(a, b);
}

function byPlace(a: Place, b: Place): number {
  return (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.span.line - b.span.line || a.span.column - b.span.column;
}
