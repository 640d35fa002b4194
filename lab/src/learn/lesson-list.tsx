import type { VNode } from "preact";
import { Icon } from "../parts/icon.tsx";
import { InlineText } from "./inline-text.tsx";
import { lessons } from "./lessons/index.ts";
import type { Lesson } from "./lessons/lesson.ts";
import { forgetProgress, progress } from "./progress.ts";

/** All lessons, and how far one is. */
export function LessonList(): VNode {
  const played = lessons.filter(({ id }) => progress.value.has(id)).length;
  const next = lessons.find(({ id }) => !progress.value.has(id));
  return (
    <section class="page learn-list">
      <header class="learn-head">
        <h1>Learn CORS by predicting it</h1>
        <p class="lead">
          Eleven short lessons. Each asks what will happen; then four engines and your own browser play it, and you see
          why.
        </p>
        <div class="learn-progress">
          {next !== undefined && (
            <a class="button main" href={`#/learn/${next.id}`}>
              <Icon name="play" />
              {played === 0 ? "Begin" : "Go on"}
            </a>
          )}
          <p>
            <progress max={lessons.length} value={played} aria-label="Lessons played" />
            <span class="soft">
              {played} of {lessons.length} played
            </span>
          </p>
          {played > 0 && (
            <button type="button" class="button quiet little" onClick={forgetProgress}>
              Start over
            </button>
          )}
        </div>
      </header>
      <ol class="learn-lessons">
        {lessons.map((lesson, index) => (
          <LessonItem key={lesson.id} lesson={lesson} number={index + 1} />
        ))}
      </ol>
    </section>
  );
}

function LessonItem({ lesson, number }: { readonly lesson: Lesson; readonly number: number }): VNode {
  const result = progress.value.get(lesson.id);
  return (
    <li>
      <a class="card learn-item" href={`#/learn/${lesson.id}`}>
        <span class="learn-number" aria-hidden="true">
          {number}
        </span>
        <span class="learn-item-text">
          <span class="learn-topic">
            <InlineText text={lesson.topic} />
          </span>
          <span class="learn-title">
            <InlineText text={lesson.title} />
          </span>
        </span>
        {result !== undefined && (
          <span class="learn-done">
            <Icon name="allowed" />
            {result === "right" ? "Predicted" : "Played"}
          </span>
        )}
      </a>
    </li>
  );
}
