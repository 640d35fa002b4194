import type { EngineName } from "@concors/browser/engine";
import type { Played as PlayedStage } from "../stage/play.ts";
import { play } from "../stage/play.ts";
import type { Origins } from "../stage/sites.ts";
import { assumedOrigins, resourcesOf } from "../stage/sites.ts";
import type { Stage } from "../stage/stage.ts";

/** Plays a lesson's stage in one engine. */
export function playLesson(
  stage: Stage,
  engine: EngineName,
  origins: Origins = assumedOrigins(stage.page.scheme),
): PlayedStage {
  const { siteB } = stage;
  if (siteB.kind === "policy") throw new Error("A lesson says its answers line by line: a policy would hide them.");
  return play(stage, resourcesOf(siteB, stage), engine, origins);
}
