import type { EngineName } from "@concors/browser/engine";
import { engineNames } from "@concors/browser/engine";
import type { Played } from "../stage/play.ts";
import { assumedOrigins } from "../stage/sites.ts";
import type { Stage } from "../stage/stage.ts";
import type { Outcome } from "./claims.ts";
import { outcomeOf, trueOf } from "./claims.ts";
import type { Lesson, Prediction } from "./lessons/lesson.ts";
import { playLesson } from "./play-lesson.ts";

/** A lesson's stage, or a change of it, in every engine. */
export interface PlayedStage {
  /** As the standard says. */
  readonly spec: Played;
  readonly outcomes: ReadonlyMap<EngineName, Outcome>;
}

export interface PlayedLesson extends PlayedStage {
  /** The prediction that came true. */
  readonly truth: Prediction;
}

export function playedStage(stage: Stage): PlayedStage {
  const origins = assumedOrigins(stage.page.scheme);
  const played = engineNames.map((engine) => playLesson(stage, engine, origins));
  const outcomes = played.map(({ engine, fetches }) => {
    const traces = fetches.map(({ trace }) => trace);
    return [engine, outcomeOf(traces, origins)] as const;
  });
  return { spec: played[engineNames.indexOf("spec")]!, outcomes: new Map(outcomes) };
}

export function playedLesson(lesson: Lesson): PlayedLesson {
  const played = playedStage(lesson.stage);
  // NB: lessons.test.ts holds that there is one, and the same in every engine.
  return { ...played, truth: trueOf(lesson, played.outcomes.get("spec")!)! };
}
