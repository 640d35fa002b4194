import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { Icon } from "../parts/icon.tsx";
import { stageFragment } from "../stage/stage-fragment.ts";
import { InlineText } from "./inline-text.tsx";
import { LessonAnswer } from "./lesson-answer.tsx";
import type { Change, Lesson } from "./lessons/lesson.ts";
import { playedStage } from "./played-lesson.ts";

/** What to change next: each is played in its place, and leads to the stage, where all can be changed. */
export function Changes({ lesson }: { readonly lesson: Lesson }): VNode {
  return (
    <section class="changes" aria-labelledby="changes">
      <h2 id="changes">Try this</h2>
      <ul>
        {lesson.changes.map((change) => (
          <li key={change.text} class="card">
            <ChangeItem change={change} />
          </li>
        ))}
      </ul>
      <p>
        <a href={stageFragment(lesson.stage)}>Open this lesson on the Stage</a>, and change what you like.
      </p>
    </section>
  );
}

function ChangeItem({ change }: { readonly change: Change }): VNode {
  const isOpen = useSignal(false);
  const played = isOpen.value ? playedStage(change.stage) : null;
  return (
    <>
      <p class="change-text">
        <InlineText text={change.text} />
      </p>
      {played === null ? (
        <button type="button" class="button little" onClick={() => (isOpen.value = true)}>
          <Icon name="play" />
          Run it<span class="visually-hidden">: {change.text.replaceAll("`", "")}</span>
        </button>
      ) : (
        <div class="change-outcome" role="status">
          <p>
            <InlineText text={change.why} />
          </p>
          <LessonAnswer played={played} />
          <a class="small" href={stageFragment(change.stage)}>
            Open it on the Stage
          </a>
        </div>
      )}
    </>
  );
}
