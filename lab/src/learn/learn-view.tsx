import type { VNode } from "preact";
import { route } from "../router/router.ts";
import { LessonList } from "./lesson-list.tsx";
import { LessonView } from "./lesson-view.tsx";
import { lessons } from "./lessons/index.ts";
import "../stage/stage.css";
import "./learn.css";

/** The lessons, or the one that the address names. */
export function LearnView(): VNode {
  const { rest } = route.value;
  if (rest === "") return <LessonList />;
  const index = lessons.findIndex(({ id }) => id === rest);
  // A lesson of its own for each: what was predicted in one is not taken along.
  return index === -1 ? <NoSuchLesson /> : <LessonView key={rest} index={index} />;
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
