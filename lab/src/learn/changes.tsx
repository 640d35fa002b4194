import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { stageFragment } from "../stage/stage-fragment.ts";
import { createStageStore } from "../stage/stage-store.ts";
import { InlineText } from "./inline-text.tsx";
import { LessonAnswer } from "./lesson-answer.tsx";
import type { Change, Lesson } from "./lessons/lesson.ts";

/** What to change next: each is played in its place, and leads to the Stage, where all can be changed. */
export function Changes({ lesson }: { readonly lesson: Lesson }): VNode {
  return (
    <section class="lesson-changes" aria-labelledby="lesson-changes">
      <h2 id="lesson-changes">Try this</h2>
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
  return (
    <>
      <p class="lesson-change">
        <InlineText text={change.text} />
      </p>
      {isOpen.value ? (
        <ChangePlayed change={change} />
      ) : (
        <button type="button" class="button little" onClick={() => (isOpen.value = true)}>
          <Icon name="play" />
          Run it<span class="visually-hidden">: {change.text.replaceAll("`", "")}</span>
        </button>
      )}
    </>
  );
}

function ChangePlayed({ change }: { readonly change: Change }): VNode {
  const store = useMemo(() => createStageStore(change.stage), [change]);
  const outcome = store.outcome.value;
  return (
    <div class="lesson-changed">
      <p role="status">
        <InlineText text={change.why} />
      </p>
      {outcome.kind === "played" && <LessonAnswer store={store} outcome={outcome} />}
      <a href={stageFragment(change.stage)}>
        Open it on the Stage<span class="visually-hidden">: {change.text.replaceAll("`", "")}</span>
      </a>
    </div>
  );
}
