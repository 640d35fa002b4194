import type { EngineName, Trace } from "@concors/browser/engine";
import type { Facts } from "../look-alikes/facts.ts";
import { outcomeWith } from "../look-alikes/failure.ts";
import { answerOutput, isOfAnswer } from "./answer-output.ts";
import { chromiumLines } from "./chromium.ts";
import type { FailedFetch } from "./failed-fetch.ts";
import { failedFetch } from "./failed-fetch.ts";
import { firefoxLines } from "./firefox.ts";
import type { ConsoleOutput } from "./output.ts";
import type { PolicyBlock } from "./policy-block.ts";
import { policyBlock } from "./policy-block.ts";
import { chromiumPolicyLines, firefoxPolicyLines, webkitPolicyLines } from "./policy-lines.ts";
import { scriptError } from "./script-error.ts";
import { webkitLines } from "./webkit.ts";

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
  const outcome = outcomeWith(trace, facts);
  if (outcome.ok) return nothing;
  if (isOfAnswer(outcome.failure)) return answerOutput(trace.engine, outcome.failure, trace);
  const failed = failedFetch(trace, facts)!;
  const javascript = trace.engine === "spec" ? "TypeError" : scriptError(trace.engine, failed);
  return { console: consoleLines(trace.engine, failed, facts), javascript };
}

function consoleLines(engine: EngineName, failed: FailedFetch, facts: Facts): readonly string[] {
  if (failed.failure.code !== "content-security-policy") return linesOf[engine](failed);
  const block = policyBlock(failed, facts);
  return block === null ? [] : policyLinesOf[engine](block, failed);
}
