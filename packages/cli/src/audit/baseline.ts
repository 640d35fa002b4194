import { writeFileSync } from "node:fs";
import { parseJson, readText } from "../config/site-options.ts";
import { UsageError } from "../usage-error.ts";
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

export function writeBaseline(path: string, fingerprints: ReadonlySet<string>): void {
  const text = `${JSON.stringify({ concorsBaseline: 1, known: [...fingerprints].sort() }, null, 2)}\n`;
  try {
    writeFileSync(path, text);
  } catch {
    throw new UsageError(`--baseline ${path}: it cannot be written.`);
  }
}

/** A report whose findings say whether they were there before. */
export function markKnown(report: SlimReport, baseline: Baseline): SlimReport {
  const findings = report.findings.map((finding) => ({ ...finding, isKnown: baseline.has(finding.fingerprint) }));
  return { ...report, findings };
}
