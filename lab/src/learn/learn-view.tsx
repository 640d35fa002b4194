import { signal } from "@preact/signals";
import type { ComponentType, VNode } from "preact";
import { useEffect } from "preact/hooks";
import "./learn.css";
import { route } from "../router/router.ts";
import { LessonList } from "./lesson-list.tsx";
import { lessons } from "./lessons/index.ts";

/** The view of a lesson: it brings the engines, which the list can do without. */
const lessonView = signal<ComponentType<{ readonly index: number }> | null>(null);

/** The lessons, or the one that the address names. */
export function LearnView(): VNode | null {
  const { rest } = route.value;
  const index = lessons.findIndex(({ id }) => id === rest);
  useEffect(() => {
    if (index !== -1) void loadLessonView();
  }, [index]);

  if (rest === "") return <LessonList />;
  if (index === -1) return <NoSuchLesson />;
  const View = lessonView.value;
  // Each has a view of its own: what was predicted in one is not taken along.
  return View === null ? null : <View key={rest} index={index} />;
}

async function loadLessonView(): Promise<void> {
  lessonView.value ??= (await import("./lesson-view.tsx")).LessonView;
}

function NoSuchLesson(): VNode {
  return (
    <section class="page">
      <h1>There is no such lesson</h1>
      <p>
        <a href="#/learn">See all lessons</a>.
      </p>
    </section>
  );
}
