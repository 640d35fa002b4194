import { presetNamed, presets } from "./presets/presets.ts";
import { readStage } from "./read-stage.ts";
import type { Stage } from "./stage.ts";
import { firstStage } from "./stage.ts";

/** The fragment of a stage: a preset's name if it is one, else all that is not as at first. */
export function stageFragment(stage: Stage): string {
  const whole = JSON.stringify(stage);
  if (whole === JSON.stringify(firstStage)) return "#/";
  const preset = presets.find((other) => JSON.stringify(other.stage) === whole);
  if (preset !== undefined) return `#/stage?preset=${preset.name}`;
  return `#/stage?s=${encodeURIComponent(JSON.stringify(changesOf(stage)))}`;
}

/**
 * The stage that a fragment's query holds.
 *
 * @returns null if it holds something else
 */
export function stageOfQuery(query: string): Stage | null {
  const parameters = new URLSearchParams(query.replaceAll("+", "%2B"));
  const preset = parameters.get("preset");
  if (preset !== null) return presetNamed(preset)?.stage ?? null;
  const state = parameters.get("s");
  if (state === null) return firstStage;
  try {
    return readStage(JSON.parse(state));
  } catch {
    return null;
  }
}

function changesOf(stage: Stage): object {
  return {
    ...different("page", stage.page, firstStage.page),
    ...different("request", stage.request, firstStage.request),
    ...(!isSame(stage.siteB, firstStage.siteB) && { siteB: stage.siteB }),
    ...(!isSame(stage.siteC, firstStage.siteC) && { siteC: stage.siteC }),
  };
}

/** Under this key the fields that differ, if any do. */
function different<Part extends object>(key: string, part: Part, first: Part): object {
  const changed = Object.entries(part).filter(([name, value]) => !isSame(value, first[name as keyof Part]));
  return changed.length === 0 ? {} : { [key]: Object.fromEntries(changed) };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
