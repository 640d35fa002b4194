import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import type { Explanation, Report } from "@concors/explain";
import { VerdictChip } from "../parts/verdict-chip.tsx";
import type { CheckForm } from "./check-link.ts";
import { sharedLink } from "./check-link.ts";
import { EngineRow } from "./engine-row.tsx";
import { FixPart } from "./fix-part.tsx";
import { forPage } from "./page-words.ts";
import { HiddenFailures, LookAlikes, SecurityNotes } from "./reasons.tsx";
import { Reproduce } from "./reproduce.tsx";
import { safeLink } from "./safe-link.ts";
import { ShareBar } from "./share-bar.tsx";
import { Timeline } from "./timeline.tsx";
import { toneOf, verdictWords } from "./words.ts";

interface ReportProps {
  readonly report: Report;
  /** What the page's form said beside what the report tells. */
  readonly asked: CheckForm;
}

/** A report as a page that a colleague can read. */
export function ReportView({ asked, report }: ReportProps): VNode {
  const chosen = useSignal(0);
  const whole = report.explanations[chosen.value] ?? report.explanations[0]!;
  const explanation = forPage(whole);
  const link = sharedLink(whole.reproduce.permalink, asked);
  return (
    <article class="report" aria-labelledby="report-title">
      <Headline report={report} explanation={explanation} />
      <EngineRow report={report} chosen={chosen.value} choose={(index) => (chosen.value = index)} />
      <ShareBar report={report} explanation={whole} link={link} />
      <Timeline explanation={explanation} />
      <HiddenFailures explanation={explanation} />
      <FixPart explanation={explanation} link={link} />
      <SecurityNotes explanation={explanation} />
      <LookAlikes explanation={explanation} />
      <Reproduce report={report} explanation={explanation} />
    </article>
  );
}

interface HeadlineProps {
  readonly report: Report;
  readonly explanation: Explanation;
}

function Headline({ explanation, report }: HeadlineProps): VNode {
  const { cause, confidence, notes, request, summary, verdict } = explanation;
  return (
    <header class={`card report-head is-${verdict}`}>
      <p class="report-request mono">
        {request.method} {request.url}
        <span class="soft"> from {request.origin}</span>
      </p>
      <p>
        <VerdictChip tone={toneOf(report.verdict)} word={verdictWords[report.verdict]} />
        {confidence === "inferred" ? <span class="soft small"> worked out, not all of it was asked</span> : null}
      </p>
      <h2 id="report-title" class="report-summary">
        {summary}
      </h2>
      {cause === null ? null : (
        <p>
          <code class="check-code">{cause.code}</code> {cause.title}
          <Step cause={cause} />
        </p>
      )}
      {notes.length === 0 ? null : (
        <ul class="report-notes">
          {notes.map((note) => (
            <li key={note.summary}>{note.summary}</li>
          ))}
        </ul>
      )}
    </header>
  );
}

function Step({ cause: { step } }: { readonly cause: NonNullable<Explanation["cause"]> }): VNode | null {
  const link = step === null ? null : safeLink(step.url);
  if (step === null || link === null) return null;
  return (
    <span class="soft">
      {" · "}
      <a href={link} target="_blank" rel="noreferrer">
        {step.name}
      </a>
    </span>
  );
}
