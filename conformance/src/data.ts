import { readFileSync, readdirSync } from "node:fs";
import type { Observation, Scenario } from "./scenario.ts";

export type BrowserName = "chromium" | "firefox" | "webkit";

export const browserNames: readonly BrowserName[] = ["chromium", "firefox", "webkit"];

/** A recorded scenario and what each browser did. */
export interface RecordedScenario {
  /** The folder it is in. */
  readonly set: string;
  readonly scenario: Scenario;
  readonly observed: Readonly<Record<BrowserName, Observation>>;
}

const folder = new URL("../data/", import.meta.url);

/**
 * Every recorded scenario.
 *
 * @throws Error if a browser's answer to one is missing
 */
export function recordedScenarios(): RecordedScenario[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => recordedIn(entry.name));
}

function recordedIn(set: string): RecordedScenario[] {
  const directory = new URL(`${set}/`, folder);
  const [chromium, firefox, webkit] = browserNames.map((browser) => observationsIn(directory, browser));
  return readLines<Scenario>(new URL("scenarios.jsonl", directory)).map((scenario) => ({
    set,
    scenario,
    observed: { chromium: chromium!(scenario), firefox: firefox!(scenario), webkit: webkit!(scenario) },
  }));
}

function observationsIn(directory: URL, browser: BrowserName): (scenario: Scenario) => Observation {
  const lines = readLines<Observation>(new URL(`${browser}.jsonl`, directory));
  const byId = new Map(lines.map((line) => [line.id, line]));
  return ({ id }) => {
    const observation = byId.get(id);
    if (observation === undefined) throw new Error(`${browser}'s answer to ${id} is missing`);
    return observation;
  };
}

function readLines<T>(file: URL): T[] {
  return readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}
