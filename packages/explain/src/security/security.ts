import type { Trace } from "@concors/browser/engine";
import type { CauseCode } from "../cause-code.ts";
import type { SecurityNote } from "../explanation.ts";
import { answerRisks } from "./answer-risks.ts";
import { shortcuts } from "./shortcuts.ts";

/**
 * What is unsafe in the answers as they are, and what would come of the usual ways to make the message go away. Nothing is
 * said that these answers do not show: that a server repeats every origin cannot be seen in one of them.
 *
 * @param code why it was blocked; null if it was not
 */
export function securityOf(trace: Trace, code: CauseCode | null): SecurityNote[] {
  const notes = [...answerRisks(trace), ...(code === null ? [] : shortcuts(trace, code))];
  return notes.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

const order: readonly SecurityNote["severity"][] = ["high", "medium", "low", "info"];
