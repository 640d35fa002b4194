import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { Icon } from "../parts/icon.tsx";
import { CacheStore } from "./cache-store.tsx";
import { EngineDifferences, EnginesRow } from "./engines-row.tsx";
import type { Lane } from "./sequence.ts";
import { sequenceOf } from "./sequence.ts";
import type { Chapter } from "./sequence-diagram.tsx";
import { SequenceDiagram } from "./sequence-diagram.tsx";
import type { Origins } from "./sites.ts";
import type { StageOutcome, StageStore } from "./stage-store.ts";
import { engineTitles } from "./verdict.ts";
import { timeTitle } from "./words.ts";

type PlayedOutcome = Extract<StageOutcome, { kind: "played" }>;

/** What the engines make of the stage: their verdicts, the story of one of them, and what it keeps. */
export function Prediction(props: { readonly store: StageStore; readonly outcome: PlayedOutcome }): VNode {
  const { outcome, store } = props;
  const take = useSignal(0);
  const engine = store.engine.value;
  const { kept } = outcome.played[engine];
  return (
    <section class="prediction card" aria-labelledby="prediction-title">
      <div class="real-head">
        <h2 id="prediction-title">What happens, step by step</h2>
        <button type="button" class="button little" onClick={() => take.value++}>
          <Icon name="play" /> Play it again
        </button>
      </div>
      <EnginesRow store={store} outcome={outcome} />
      <EngineDifferences outcome={outcome} />
      <SequenceDiagram
        label={`What happens in ${engineTitles[engine]}`}
        chapters={chaptersOf(outcome, store)}
        origins={outcome.origins}
        take={take.value}
      />
      <CacheStore kept={kept} />
    </section>
  );
}

export function chaptersOf(outcome: PlayedOutcome, { engine }: StageStore): Chapter[] {
  const { origins, played, stage } = outcome;
  const { fetches } = played[engine.value];
  return fetches.map(({ explanation, trace }, time) => ({
    title: timeTitle(time, stage.request),
    moments: sequenceOf(
      explanation,
      trace.exchanges.some(({ preflight }) => preflight === "cached"),
      (url) => laneOf(url, origins),
    ),
  }));
}

function laneOf(url: string, origins: Origins): Lane {
  const { origin } = new URL(url);
  return (["A", "B", "C"] as const).find((site) => origins[site] === origin) ?? "B";
}
