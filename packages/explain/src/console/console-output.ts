import type { EngineName, Trace } from "@concors/browser/engine";
import { chromiumLines } from "./chromium.ts";
import type { Facts } from "../look-alikes/facts.ts";
import type { FailedFetch } from "./failed-fetch.ts";
import { failedFetch } from "./failed-fetch.ts";
import { firefoxLines } from "./firefox.ts";
import type { PolicyBlock } from "./policy-block.ts";
import { policyBlock } from "./policy-block.ts";
import { chromiumPolicyLines, firefoxPolicyLines, webkitPolicyLines } from "./policy-lines.ts";
import { scriptError } from "./script-error.ts";
import { webkitLines } from "./webkit.ts";

/** What a page's author sees of a fetch. */
export interface ConsoleOutput {
  /** The lines of the browser's console, in order; none for the standard, which has no words for it. */
  readonly console: readonly string[];
  /** What the script gets: its error as a string, or `error event`; null if it gets neither. */
  readonly javascript: string | null;
}

const linesOf: Readonly<Record<EngineName, (failed: FailedFetch) => string[]>> = {
  spec: () => [],
  chromium: chromiumLines,
  firefox: firefoxLines,
  webkit: webkitLines,
};

const policyLinesOf: Readonly<Record<EngineName, (block: PolicyBlock, failed: FailedFetch) => string[]>> = {
  spec: () => [],
  chromium: chromiumPolicyLines,
  firefox: firefoxPolicyLines,
  webkit: webkitPolicyLines,
};

const nothing: ConsoleOutput = { console: [], javascript: null };

/**
 * What the browser's console prints of a fetch, and what the script gets, word for word in the browser's language:
 * English. URLs are as they were asked, secrets included.
 *
 * @param facts what is known beside the trace: consoles quote the page's policy
 */
export function consoleOf(trace: Trace, facts: Facts = {}): ConsoleOutput {
  const failed = failedFetch(trace);
  if (failed === null) return nothing;
  const javascript = trace.engine === "spec" ? "TypeError" : scriptError(trace.engine, failed);
  return { console: consoleLines(trace.engine, failed, facts), javascript };
}

function consoleLines(engine: EngineName, failed: FailedFetch, facts: Facts): readonly string[] {
  if (failed.failure.code !== "content-security-policy") return linesOf[engine](failed);
  const block = policyBlock(failed, facts);
  return block === null ? [] : policyLinesOf[engine](block, failed);
}
