import { useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { Changes } from "./changes.tsx";
import { InlineText } from "./inline-text.tsx";
import { LessonAnswer } from "./lesson-answer.tsx";
import { lessons } from "./lessons/index.ts";
import { keepResult } from "./progress.ts";
import { PredictionForm } from "./prediction-form.tsx";
import { playedLesson } from "./played-lesson.ts";
import { Situation } from "./situation.tsx";

/** One lesson: what to read, what to predict, and then what happens. */
export function LessonView({ index }: { readonly index: number }): VNode {
  const lesson = lessons[index]!;
  const chosen = useSignal<number | null>(null);
  const isPlayed = useSignal(false);
  const played = useComputed(() => playedLesson(lesson));
  const heading = useRef<HTMLHeadingElement>(null);
  const answer = useRef<HTMLElement>(null);

  useEffect(() => {
    document.title = `${lesson.title.replaceAll("`", "")} – Concors Lab`;
    // Whoever comes from the lesson before reads on from the top.
    scrollTo({ top: 0, behavior: "instant" });
    heading.current?.focus({ preventScroll: true });
  }, [lesson]);

  function run(): void {
    if (chosen.value === null) return;
    const isRight = lesson.predictions[chosen.value] === played.value.truth;
    keepResult(lesson.id, isRight ? "right" : "wrong");
    isPlayed.value = true;
    queueMicrotask(() => answer.current?.focus());
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
          <PredictionForm
            lesson={lesson}
            chosen={chosen}
            truth={isPlayed.value ? played.value.truth : null}
            onRun={run}
          />
        </div>
        <div class="lesson-stage">
          {isPlayed.value ? <LessonAnswer played={played.value} focus={answer} /> : <Situation stage={lesson.stage} />}
        </div>
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
