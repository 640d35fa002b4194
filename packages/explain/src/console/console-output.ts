import type { EngineName, Trace } from "@concors/browser/engine";
import { chromiumLines } from "./chromium.ts";
import type { FailedFetch } from "./failed-fetch.ts";
import { failedFetch } from "./failed-fetch.ts";
import { firefoxLines } from "./firefox.ts";
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

const nothing: ConsoleOutput = { console: [], javascript: null };

/**
 * What the browser's console prints of a fetch, and what the script gets, word for word in the browser's language:
 * English. URLs are as they were asked, secrets included.
 */
export function consoleOf(trace: Trace): ConsoleOutput {
  const failed = failedFetch(trace);
  if (failed === null) return nothing;
  const javascript = trace.engine === "spec" ? "TypeError" : scriptError(trace.engine, failed);
  return { console: linesOf[trace.engine](failed), javascript };
}
