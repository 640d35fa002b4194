import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { VerdictChip } from "../parts/verdict-chip.tsx";
import type { CheckForm } from "./check-link.ts";
import { outcome, recognised } from "./check-state.ts";
import { ConsoleReadingView } from "./console-reading.tsx";
import { ReportView } from "./report-view.tsx";
import type { Results } from "./results.ts";
import { toneOf, verdictWords } from "./words.ts";

/** What became of the check; of a console's message it is there as soon as it is in the box. */
export function OutcomeView(): VNode | null {
  const { value } = outcome;
  const what = recognised.value;
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (value.kind !== "results") return;
    // Of what is longer than the window, a browser would show the middle.
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: "start" });
  }, [value]);
  if (what.kind === "console") return <ConsoleReadingView reading={what.reading} />;
  switch (value.kind) {
    case "none":
      return null;
    case "busy":
      return (
        <p class="card check-busy" role="status">
          Asking the server, as each engine would…
        </p>
      );
    case "problem":
      return (
        <p class="card check-problem" role="alert">
          {value.message}
        </p>
      );
    case "results":
      return (
        <div ref={heading} class="check-outcome" tabIndex={-1}>
          {value.origin === "brought" ? (
            <p class="card check-brought">
              These results came with the link or the file: somebody else’s browser made them, and this page cannot tell
              whether they are true. <b>Check</b> asks again.
            </p>
          ) : null}
          {value.results.remarks.map((remark) => (
            <p class="card check-remark" key={remark}>
              {remark}
            </p>
          ))}
          <ResultsView results={value.results} asked={value.asked} key={value} />
        </div>
      );
  }
}

/** One report; of a recording a list to choose from. */
function ResultsView(props: { readonly results: Results; readonly asked: CheckForm }): VNode {
  const { asked, results } = props;
  const { line, reports, times } = results;
  const chosen = useSignal(0);
  const report = reports[chosen.value];
  return (
    <>
      {line === null ? null : (
        <p class="check-line" role="status">
          <b>{line}</b>
        </p>
      )}
      {reports.length < 2 ? null : (
        <ol class="check-list" aria-label="Requests of the recording">
          {reports.map((one, index) => (
            <li key={index}>
              <button type="button" aria-pressed={index === chosen.value} onClick={() => (chosen.value = index)}>
                <VerdictChip tone={toneOf(one.verdict)} word={verdictWords[one.verdict]} />
                <span class="mono check-list-url">
                  {one.explanations[0]?.request.method} {one.explanations[0]?.request.url}
                </span>
                {times[index] === 1 || times[index] === undefined ? null : (
                  <span class="soft small">{times[index]} times</span>
                )}
              </button>
            </li>
          ))}
        </ol>
      )}
      {report === undefined ? null : <ReportView report={report} asked={asked} key={chosen.value} />}
    </>
  );
}
