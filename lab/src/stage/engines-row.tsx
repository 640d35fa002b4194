import { engineNames } from "@concors/browser/engine";
import { listWords } from "@concors/explain/light";
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
  const ofTheStandard = storyOf(outcome.played.spec);
  const others = engineNames.filter((engine) => storyOf(outcome.played[engine]) !== ofTheStandard);
  if (others.length === 0) return null;
  const names = listWords(others.map((engine) => engineTitles[engine]));
  return (
    <details class="more">
      <summary>
        {names} {others.length === 1 ? "does" : "do"} otherwise than the standard
      </summary>
      <ul class="departures">
        {others.flatMap((engine) =>
          departuresAtWork(outcome, engine).map(({ does, id, standard }) => (
            <li key={`${engine} ${id}`}>
              <b>{engineTitles[engine]}:</b> {does} <span class="soft">The standard: {standard}</span>
            </li>
          )),
        )}
      </ul>
    </details>
  );
}
