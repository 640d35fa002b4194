import type { EngineOutcome, Report } from "@concors/explain";
import type { VNode } from "preact";
import { VerdictChip } from "../parts/verdict-chip.tsx";
import { engineTitles, outcomeWords, toneOf } from "./words.ts";

interface EngineRowProps {
  readonly report: Report;
  /** The index of the explanation that is shown. */
  readonly chosen: number;
  readonly choose: (index: number) => void;
}

/** What each engine makes of it. Where they have stories of their own, one chooses whose is told. */
export function EngineRow({ choose, chosen, report: { engines, explanations } }: EngineRowProps): VNode {
  const isChoice = explanations.length > 1;
  return (
    <section aria-labelledby="engines-title">
      <h3 id="engines-title" class={isChoice ? "" : "visually-hidden"}>
        {isChoice ? "The engines have stories of their own" : "In each engine"}
      </h3>
      <ul class="engine-row">
        {engines.map((outcome) => (
          <li key={outcome.engine}>
            {isChoice ? (
              <button
                type="button"
                class="engine"
                aria-pressed={outcome.explanation === chosen}
                onClick={() => choose(outcome.explanation)}
              >
                <Engine outcome={outcome} />
              </button>
            ) : (
              <div class="engine">
                <Engine outcome={outcome} />
              </div>
            )}
          </li>
        ))}
      </ul>
      <Departures engines={engines} />
    </section>
  );
}

function Engine({ outcome }: { readonly outcome: EngineOutcome }): VNode {
  const { code, engine, needsPermission, verdict } = outcome;
  return (
    <>
      <b>{engineTitles[engine]}</b>
      <VerdictChip tone={toneOf(verdict)} word={verdict === "allowed" ? "Allowed" : outcomeWords(outcome)} />
      <span class="soft small">
        {code ?? (verdict === "allowed" && !outcome.readable ? "but not readable" : "readable")}
        {needsPermission ? ", asks the user first" : ""}
      </span>
    </>
  );
}

/** Why an engine does otherwise than the standard says. */
function Departures({ engines }: { readonly engines: readonly EngineOutcome[] }): VNode | null {
  const departing = engines.filter(({ departures }) => departures.length > 0);
  if (departing.length === 0) return null;
  return (
    <ul class="departures small">
      {departing.flatMap(({ departures, engine }) =>
        departures.map(({ does, id, standard }) => (
          <li key={`${engine} ${id}`}>
            <b>{engineTitles[engine]}</b> {does} <span class="soft">The standard: {standard}</span>
          </li>
        )),
      )}
    </ul>
  );
}
