import type { RecordingReport, Report } from "@concors/explain";
import { serverNames } from "@concors/explain";
import type { ExitStatus } from "../../exit-status.ts";
import { readText } from "../../text-file.ts";
import { UsageError } from "../../usage-error.ts";
import type { CheckOptions } from "../check-options.ts";
import { explainHar } from "./explain-har.ts";
import { parseHar } from "./har-file.ts";

/** What comes of a recording. */
export interface HarResult {
  readonly status: ExitStatus;
  readonly recording: RecordingReport;
  /** For a person. */
  readonly line: string;
}

/**
 * Explains what is in a HAR file.
 *
 * @throws UsageError if it cannot be read, or more is asked than a recording can tell
 */
export function runHar(path: string, options: CheckOptions): HarResult {
  const { browser, fix, from, print, send } = options;
  if (from !== undefined || send === true || print !== undefined) {
    throw new UsageError(
      "--har: the recording says who asked what, and nothing is sent: leave --from, --send and --print out.",
    );
  }
  const har = parseHar(readText(path, `--har ${path}`), path);
  const engine = browser === "all" ? har.engine : browser;
  const servers = serverNames.filter((name) => name === fix);
  const recording = explainHar(har, engine, servers);
  const { count, failed } = recording;
  return { status: statusOf(failed.map(({ report }) => report)), recording, line: lineOf(path, count, failed.length) };
}

function statusOf(reports: readonly Report[]): ExitStatus {
  if (reports.some(({ verdict }) => verdict === "blocked")) return 1;
  return reports.length === 0 ? 0 : 2;
}

function lineOf(path: string, count: number, failed: number): string {
  if (count === 0) return `${path} has no request of a page to another origin.`;
  const requests = count === 1 ? "1 request to another origin" : `${count} requests to other origins`;
  return failed === 0
    ? `Nothing was blocked in ${path}: ${requests}, all allowed.`
    : `${path}: ${requests}, ${failed} to explain.`;
}
