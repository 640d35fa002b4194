import type { Explanation } from "@concors/explain/light";
import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { Switch } from "../parts/field.tsx";
import { VerdictChip } from "../parts/verdict-chip.tsx";
import { tones } from "./engines-row.tsx";
import { mended, namesSomeone, silenced } from "./mend.ts";
import { allowOrigin } from "./stage.ts";
import type { StageOutcome, StageStore } from "./stage-store.ts";
import { verdictOf, verdictWords } from "./verdict.ts";

type PlayedOutcome = Extract<StageOutcome, { kind: "played" }>;

/** The question that brings people here, its answer, and the switch that shows it to be true. */
export function Question(props: { readonly store: StageStore; readonly outcome: PlayedOutcome | null }): VNode {
  const { outcome, store } = props;
  return (
    <header class="question">
      <div class="question-words">
        <p class="eyebrow">Site A's page wants to read from site B. Who has to allow it?</p>
        <h1>
          Site B does: <span>the header goes into B's answer.</span>
        </h1>
        <p class="lead">
          The answer is site B's to share, so the browser hands it to site A's page only if site B's own header says
          that site A may read it. Nothing that site A sends can say so in its place.
        </p>
      </div>
      {outcome !== null && <Answer store={store} outcome={outcome} />}
    </header>
  );
}

function Answer({ outcome, store }: { readonly store: StageStore; readonly outcome: PlayedOutcome }): VNode {
  const { origins, played, stage } = outcome;
  const shown = played[store.engine.value];
  const verdict = verdictOf(shown);
  const { explanation } = shown.fetches.at(-1)!;
  const { cause, summary } = explanation;
  const help = verdict === "blocked" ? mended(stage, explanation, origins) : null;
  const isOn = namesSomeone(stage);
  const toggle = (): void => store.change(isOn ? silenced(stage) : (help?.stage ?? named(stage)));
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const start = store.changedAt();
    const { duration } = performance.measure("from a change to its verdict", { start });
    card.current!.dataset["took"] = duration.toFixed(1);
  }, [stage]);
  return (
    <div ref={card} class={`answer-card card ${tones[verdict]}`} data-verdict={verdict}>
      <div class="answer-switch">
        {stage.siteB.kind === "answers" && stage.request.to === "B" && (
          <Switch checked={isOn} onChange={toggle}>
            <b>Site B sends</b>
            <code class="switch-line">
              Access-Control-Allow-Origin: <wbr />
              {valueSent(outcome)}
            </code>
          </Switch>
        )}
      </div>
      <div class="answer-verdict" aria-live="polite" aria-atomic="true">
        <VerdictChip tone={tones[verdict]} word={verdictWords[verdict]} />
        <p>{summary}</p>
      </div>
      {cause?.step && (
        <a class="small" href={cause.step.url} target="_blank" rel="noreferrer">
          The standard: {cause.step.name} <Icon name="out" />
        </a>
      )}
      {verdict === "readable" && (
        <p class="answer-next">
          Next: <a href="#/fix">send it from your own server</a>, or{" "}
          <a href="#/learn">learn how the rest of it works</a>.
        </p>
      )}
      {verdict === "blocked" && help === null && <OtherHelp explanation={explanation} />}
      {help !== null && isOn && (
        <div class="mend">
          <button type="button" class="button main" onClick={() => store.change(help.stage)}>
            Mend it at site {help.site}
          </button>
          <p class="small soft">{mendWords(help.lines)}</p>
        </div>
      )}
    </div>
  );
}

/** What site B says, or could say. */
function valueSent({ origins, stage }: PlayedOutcome): string {
  const lines = stage.siteB.kind === "answers" ? stage.siteB.actual.headers : [];
  const sent = lines.find(([name]) => name.toLowerCase() === allowOrigin.toLowerCase())?.[1];
  const proposed = stage.page.sandboxed ? "*" : "{{page}}";
  return (sent ?? proposed).replace("{{page}}", stage.page.sandboxed ? "null" : origins.A);
}

/** What to do where no header line of site B helps. */
function OtherHelp({ explanation: { fix } }: { readonly explanation: Explanation }): VNode | null {
  const [change] = fix.client;
  const sentence = change?.summary ?? fix.advice[0];
  return sentence === undefined ? null : <p class="answer-next">{sentence}</p>;
}

/** The plainest thing that site B could say. */
function named(stage: PlayedOutcome["stage"]): PlayedOutcome["stage"] {
  const { siteB } = stage;
  if (siteB.kind === "policy") return stage;
  const line = [allowOrigin, "{{page}}"] as const;
  return { ...stage, siteB: { ...siteB, actual: { ...siteB.actual, headers: [line, ...siteB.actual.headers] } } };
}

type Lines = NonNullable<ReturnType<typeof mended>>["lines"];

function mendWords({ actual, preflight }: Lines): string {
  const names = (lines: Lines["actual"]): string => lines.map(([name]) => name).join(", ");
  const parts = [
    ...(preflight.length > 0 ? [`the preflight's answer gets ${names(preflight)}`] : []),
    ...(actual.length > 0 ? [`the answer gets ${names(actual)}`] : []),
  ];
  return parts.length === 0 ? "The status of the preflight's answer changes." : `There ${parts.join(", and ")}.`;
}
