import type { VNode } from "preact";
import { EngineDifferences, EnginesRow } from "../stage/engines-row.tsx";
import { chaptersOf } from "../stage/prediction.tsx";
import { SequenceDiagram } from "../stage/sequence-diagram.tsx";
import type { StageOutcome, StageStore } from "../stage/stage-store.ts";
import { engineTitles } from "../stage/verdict.ts";
import { YourBrowser } from "./your-browser.tsx";

/** What happened, what each engine makes of it, and what the browser at hand did. */
export function LessonAnswer(props: {
  readonly store: StageStore;
  readonly outcome: Extract<StageOutcome, { kind: "played" }>;
}): VNode {
  const { outcome, store } = props;
  const engine = store.engine.value;
  return (
    <div class="lesson-answer">
      <p class="lesson-summary">{outcome.played[engine].fetches.at(-1)!.explanation.summary}</p>
      <EnginesRow store={store} outcome={outcome} />
      <EngineDifferences outcome={outcome} />
      <SequenceDiagram
        label={`What happens in ${engineTitles[engine]}`}
        chapters={chaptersOf(outcome, store)}
        origins={outcome.origins}
      />
      <YourBrowser outcome={outcome} />
    </div>
  );
}
