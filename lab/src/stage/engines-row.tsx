import type { EngineName } from "@concors/browser/engine";
import { engineNames } from "@concors/browser/engine";
import type { VNode } from "preact";
import { useId } from "preact/hooks";
import type { VerdictTone } from "../parts/verdict-chip.tsx";
import { VerdictChip } from "../parts/verdict-chip.tsx";
import type { StageOutcome, StageStore } from "./stage-store.ts";
import { thisEngine } from "./this-engine.ts";
import type { StageVerdict } from "./verdict.ts";
import { departuresAtWork, engineTitles, storyOf, verdictOf, verdictWords } from "./verdict.ts";

export const tones: Readonly<Record<StageVerdict, VerdictTone>> = {
  readable: "allowed",
  opaque: "unsure",
  blocked: "blocked",
};

type PlayedOutcome = Extract<StageOutcome, { kind: "played" }>;

/** The verdict of each engine; the one that is chosen has its story told. */
export function EnginesRow(props: { readonly store: StageStore; readonly outcome: PlayedOutcome }): VNode {
  const { outcome, store } = props;
  const name = useId();
  const own = thisEngine();
  return (
    <fieldset class="engines">
      <legend class="visually-hidden">Four engines' verdicts: whose story is told</legend>
      {engineNames.map((engine) => {
        const verdict = verdictOf(outcome.played[engine]);
        return (
          <label key={engine} class="engine">
            <input
              type="radio"
              class="visually-hidden"
              name={name}
              checked={store.engine.value === engine}
              onChange={() => (store.engine.value = engine)}
            />
            <span class="engine-name">
              {engineTitles[engine]}
              {engine === own && <span class="soft small"> yours</span>}
            </span>
            <VerdictChip tone={tones[verdict]} word={verdictWords[verdict]} />
          </label>
        );
      })}
    </fieldset>
  );
}

/** Why engines do not do the same, if they do not. */
export function EngineDifferences({ outcome }: { readonly outcome: PlayedOutcome }): VNode | null {
  const standard = storyOf(outcome.played.spec);
  const others = engineNames.filter((engine) => storyOf(outcome.played[engine]) !== standard);
  if (others.length === 0) return null;
  return (
    <aside class="differences" aria-label="Engines that depart from the standard">
      {others.map((engine) => (
        <Departures key={engine} engine={engine} outcome={outcome} />
      ))}
    </aside>
  );
}

function Departures(props: { readonly engine: EngineName; readonly outcome: PlayedOutcome }): VNode {
  const { engine, outcome } = props;
  const departures = departuresAtWork(outcome, engine);
  return (
    <details class="more">
      <summary>{engineTitles[engine]} does otherwise than the standard</summary>
      <ul class="departures">
        {departures.map(({ does, id, standard }) => (
          <li key={id}>
            {does} <span class="soft">The standard: {standard}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
