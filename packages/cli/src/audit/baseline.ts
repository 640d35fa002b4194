import { accessSync, closeSync, constants, existsSync, openSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseJson } from "../config/site-options.ts";
import { readText } from "../text-file.ts";
import { UsageError } from "../usage-error.ts";
import { whyNotWritten } from "../why-not.ts";
import type { SlimReport } from "./entry.ts";

/** Findings that were there before, by their fingerprints. */
export type Baseline = ReadonlySet<string>;

/** @throws UsageError if it is no baseline */
export function readBaseline(path: string): Baseline {
  const value = parseJson(path, readText(path)) as {
    readonly concorsBaseline?: unknown;
    readonly known?: unknown;
  } | null;
  const known = value?.concorsBaseline === 1 && Array.isArray(value.known) ? (value.known as unknown[]) : null;
  if (known === null || !known.every((one) => typeof one === "string"))
    throw new UsageError(`--baseline ${path}: that is no baseline; --write-baseline writes one.`);
  return new Set(known);
}

/**
 * Whether it can be written, as far as that can be told before there is anything to write.
 *
 * @throws UsageError if it cannot
 */
export function checkBaseline(path: string): void {
  try {
    if (existsSync(path)) closeSync(openSync(path, "r+"));
    else accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    throw new UsageError(`--baseline ${path}: ${whyNotWritten(error)}.`);
  }
}

export function writeBaseline(path: string, fingerprints: ReadonlySet<string>): void {
  const text = `${JSON.stringify({ concorsBaseline: 1, known: [...fingerprints].sort() }, null, 2)}\n`;
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`--baseline ${path}: ${whyNotWritten(error)}.`);
  }
}

/** A report whose findings say whether they were there before. */
export function markKnown(report: SlimReport, baseline: Baseline): SlimReport {
  const findings = report.findings.map((finding) => ({ ...finding, isKnown: baseline.has(finding.fingerprint) }));
  return { ...report, findings };
}
