import type { Signal } from "@preact/signals";
import type { VNode } from "preact";
import { Icon } from "../parts/icon.tsx";
import { InlineText } from "./inline-text.tsx";
import type { Lesson, Prediction } from "./lessons/lesson.ts";

interface Props {
  readonly lesson: Lesson;
  /** The place of the prediction that was made. */
  readonly chosen: Signal<number | null>;
  /** The prediction that came true; null before it was played. */
  readonly truth: Prediction | null;
  readonly onRun: () => void;
}

/** The question, and what may come of it. Once it was played, each says why it is so, or is not. */
export function PredictionForm({ chosen, lesson, onRun, truth }: Props): VNode {
  return (
    <form
      class="lesson-question"
      onSubmit={(event) => {
        event.preventDefault();
        onRun();
      }}
    >
      <fieldset>
        <legend>
          <InlineText text={lesson.question} />
        </legend>
        {lesson.predictions.map((prediction, place) => (
          <div key={prediction.text} class="prediction-choice" data-truth={truthOf(prediction, truth)}>
            <label>
              <input
                type="radio"
                name="prediction"
                required
                disabled={truth !== null}
                checked={chosen.value === place}
                onChange={() => (chosen.value = place)}
              />
              <span>
                <InlineText text={prediction.text} />
              </span>
            </label>
            {truth !== null && (
              <div class="prediction-why">
                {truth === prediction && (
                  <Mark name="allowed" word={chosen.value === place ? "You saw it coming" : "So it is"} />
                )}
                {truth !== prediction && chosen.value === place && <Mark name="blocked" word="Not so" />}
                <p>
                  <InlineText text={prediction.why} />
                </p>
              </div>
            )}
          </div>
        ))}
      </fieldset>
      {truth === null && (
        <button type="submit" class="button main" disabled={chosen.value === null}>
          <Icon name="play" />
          {chosen.value === null ? "Predict, then run it" : "Run it"}
        </button>
      )}
    </form>
  );
}

function Mark({ name, word }: { readonly name: "allowed" | "blocked"; readonly word: string }): VNode {
  return (
    <span class={`verdict ${name}`}>
      <Icon name={name} />
      {word}
    </span>
  );
}

function truthOf(prediction: Prediction, truth: Prediction | null): string {
  if (truth === null) return "open";
  return prediction === truth ? "true" : "false";
}
