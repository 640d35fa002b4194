import assert from "node:assert/strict";
import { describe, expect, test } from "vitest";
import { profile, profiles } from "@concors/browser/engine";
import { difference } from "../src/compare.ts";
import { browserNames, recordedScenarios } from "../src/data.ts";
import { playInMemory } from "../src/play-in-memory.ts";

const recorded = new Map(recordedScenarios().map((row) => [row.scenario.id, row]));

describe.each(browserNames)("%s", (engine) => {
  const { departures } = profiles[engine];
  // Those of the console are in packages/explain/test/console, those of the page in page-context.test.ts.
  const shown = departures.flatMap(({ id, scenario }) =>
    scenario === null || scenario.includes(":") ? [] : [{ id, scenario }],
  );

  test.each(shown)("$id is what makes $scenario come out", ({ id, scenario }) => {
    const row = recorded.get(scenario);
    assert.ok(row, `there is no scenario ${scenario}`);
    const others = profile(
      engine,
      "",
      departures.filter((departure) => departure.id !== id),
    );
    expect(difference(playInMemory(row.scenario, engine), row.observed[engine])).toBe("");
    expect(difference(playInMemory(row.scenario, others), row.observed[engine])).not.toBe("");
  });

  test("what no recording shows says where its mechanism is", () => {
    const unshown = departures.filter(({ scenario }) => scenario === null);
    expect(unshown.filter(({ source }) => source === undefined).map(({ id }) => id)).toEqual([]);
  });
});
