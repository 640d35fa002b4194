import { readFileSync, readdirSync } from "node:fs";
import type { Observation, Scenario } from "./scenario.ts";

export type BrowserName = "chromium" | "firefox" | "webkit";

export const browserNames: readonly BrowserName[] = ["chromium", "firefox", "webkit"];

/** A recorded scenario and what each browser did. */
export interface RecordedScenario {
  readonly scenario: Scenario;
  readonly observed: Readonly<Record<BrowserName, Observation>>;
}

const folder = new URL("../data/", import.meta.url);

/** Every recorded scenario. */
export function recordedScenarios(): RecordedScenario[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => recordedIn(new URL(`${entry.name}/`, folder)));
}

function recordedIn(directory: URL): RecordedScenario[] {
  const byId = Object.fromEntries(
    browserNames.map((browser) => [
      browser,
      new Map(readLines<Observation>(new URL(`${browser}.jsonl`, directory)).map((line) => [line.id, line])),
    ]),
  ) as Record<BrowserName, Map<string, Observation>>;
  return readLines<Scenario>(new URL("scenarios.jsonl", directory)).map((scenario) => ({
    scenario,
    observed: {
      chromium: byId.chromium.get(scenario.id)!,
      firefox: byId.firefox.get(scenario.id)!,
      webkit: byId.webkit.get(scenario.id)!,
    },
  }));
}

function readLines<T>(file: URL): T[] {
  return readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}
