import type { ConfirmedOutcome, Report } from "@concors/explain";
import type { Line, Span } from "../../terminal/text.ts";
import { blankLine, hangingLine, span } from "../../terminal/text.ts";

/** What installed browsers did, and whether it is what was said. */
export function confirmedLines({ confirmed = [] }: Report): Line[] {
  return confirmed.length === 0 ? [] : [blankLine, ...confirmed.map(confirmedLine)];
}

function confirmedLine({ allowed, asExplained, error, status, version }: ConfirmedOutcome): Line {
  const what = allowed
    ? `got it${status === null ? "" : `, ${status}`}`
    : `did not get it: ${error ?? "no reason given"}`;
  return hangingLine(2, 8, span("real: ", "cyan"), `a page in ${version} ${what}`, verdictSpan(asExplained));
}

function verdictSpan(asExplained: boolean | null): Span {
  if (asExplained === null) return span("; which does not tell whether it may.", "yellow");
  return asExplained
    ? span("; as explained.", "green")
    : span("; that is not what is explained above.", "yellow", "bold");
}
