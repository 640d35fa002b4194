import { useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { loadLabInfo } from "../server/lab-server.ts";
import type { StageOutcome } from "../stage/stage-store.ts";
import { createStageStore } from "../stage/stage-store.ts";
import { outcomeOf, trueOf } from "./claims.ts";
import "../stage/stage.css";
import { Changes } from "./changes.tsx";
import { InlineText } from "./inline-text.tsx";
import { LessonAnswer } from "./lesson-answer.tsx";
import { lessons } from "./lessons/index.ts";
import type { Lesson, Prediction } from "./lessons/lesson.ts";
import { keepResult } from "./progress.ts";
import { PredictionForm } from "./prediction-form.tsx";
import { Situation } from "./situation.tsx";

/** From this width on, in pixels, the stage stands beside the text. */
const wide = 992;

/** One lesson: what to read, what to predict, and then what happens. */
export function LessonView({ index }: { readonly index: number }): VNode {
  const lesson = lessons[index]!;
  const chosen = useSignal<number | null>(null);
  const isPlayed = useSignal(false);
  const store = useMemo(() => createStageStore(lesson.stage), [lesson]);
  const truth = useComputed(() => truthOf(lesson, store.outcome.value));
  const heading = useRef<HTMLHeadingElement>(null);
  const answer = useRef<HTMLElement>(null);
  // Nothing is played before it is asked for: what is to be read is there at once.
  const outcome = isPlayed.value ? store.outcome.value : null;

  useEffect(() => {
    document.title = `${lesson.title.replaceAll("`", "")} – Concors Lab`;
    // Whoever comes from the lesson before reads on from the top.
    scrollTo({ top: 0, behavior: "instant" });
    heading.current?.focus({ preventScroll: true });
    void loadLabInfo();
  }, [lesson]);

  function run(): void {
    if (chosen.value === null) return;
    const isRight = lesson.predictions[chosen.value] === truth.value;
    keepResult(lesson.id, isRight ? "right" : "wrong");
    isPlayed.value = true;
    answer.current?.focus({ preventScroll: innerWidth >= wide });
  }

  return (
    <article class="page lesson">
      <header class="lesson-head">
        <p class="lesson-place">
          <a href="#/learn">Learn</a>
          <span class="soft">
            {" "}
            · Lesson {index + 1} of {lessons.length} · <InlineText text={lesson.topic} />
          </span>
        </p>
        <h1 ref={heading} tabIndex={-1}>
          <InlineText text={lesson.title} />
        </h1>
      </header>
      <div class="lesson-columns">
        <div class="lesson-text">
          {lesson.text.map((text) => (
            <p key={text}>
              <InlineText text={text} />
            </p>
          ))}
          <PredictionForm lesson={lesson} chosen={chosen} truth={isPlayed.value ? truth.value : null} onRun={run} />
        </div>
        <section class="lesson-stage" aria-labelledby="lesson-stage" tabIndex={-1} ref={answer}>
          <h2 id="lesson-stage" class={isPlayed.value ? "" : "visually-hidden"}>
            {isPlayed.value ? "What happens" : "The stage"}
          </h2>
          {outcome?.kind === "played" ? (
            <div class="card">
              <LessonAnswer store={store} outcome={outcome} />
            </div>
          ) : (
            <Situation stage={lesson.stage} />
          )}
        </section>
      </div>
      {isPlayed.value && (
        <>
          <section class="lesson-keep" aria-labelledby="lesson-keep">
            <h2 id="lesson-keep">To keep</h2>
            <p>
              <InlineText text={lesson.keep} />
            </p>
            <p class="small">
              The standard:{" "}
              <a href={lesson.step.url} rel="noreferrer" target="_blank">
                {lesson.step.name} <Icon name="out" />
              </a>
            </p>
          </section>
          <Changes lesson={lesson} />
        </>
      )}
      <Neighbours index={index} />
    </article>
  );
}

/** The prediction that comes true, by the standard; lessons.test.ts holds that every engine agrees. */
function truthOf(lesson: Lesson, outcome: StageOutcome): Prediction | null {
  if (outcome.kind !== "played") return null;
  const traces = outcome.played.spec.fetches.map(({ trace }) => trace);
  return trueOf(lesson, outcomeOf(traces, outcome.origins));
}

function Neighbours({ index }: { readonly index: number }): VNode {
  const before = lessons[index - 1];
  const next = lessons[index + 1];
  return (
    <nav class="lesson-neighbours" aria-label="Lessons">
      {before !== undefined && (
        <a class="button" rel="prev" href={`#/learn/${before.id}`}>
          <span class="visually-hidden">Lesson before: </span>
          <span aria-hidden="true">←</span>
          <InlineText text={before.topic} />
        </a>
      )}
      {next === undefined ? (
        <a class="button" href="#/learn">
          All lessons
        </a>
      ) : (
        <a class="button" rel="next" href={`#/learn/${next.id}`}>
          <span class="visually-hidden">Next lesson: </span>
          <InlineText text={next.topic} />
          <span aria-hidden="true">→</span>
        </a>
      )}
    </nav>
  );
}
