import assert from "node:assert/strict";
import { describe, expect, test } from "vitest";
import type { Profile } from "@concors/browser/engine";
import { profiles } from "@concors/browser/engine";
import { comparable, difference } from "../src/compare.ts";
import type { BrowserName, RecordedScenario } from "../src/data.ts";
import { browserNames, recordedScenarios } from "../src/data.ts";
import { playInMemory } from "../src/play-in-memory.ts";

const recorded = recordedScenarios();
const sets = ["11", "12", "101", "104", "edges", "limits"] as const;

/** Where the three browsers do the same nobody may differ. */
const agreed = recorded.filter(
  ({ observed }) => new Set(browserNames.map((browser) => comparable(observed[browser]))).size === 1,
);

/** That a profile plays enough of the rows as a browser did; if not, the first of the others are shown. */
function expectAgreement(
  played: Profile,
  rows: readonly RecordedScenario[],
  browser: BrowserName,
  share: number,
): void {
  const differing = rows.flatMap(({ scenario, observed }) => {
    const differs = difference(playInMemory(scenario, played), observed[browser]);
    return differs === "" ? [] : [`${scenario.id} (${scenario.kind})\n${differs}`];
  });
  const agreement = 1 - differing.length / rows.length;
  const message = `${played.engine} differs from ${browser} in ${differing.length} of ${rows.length}, for example:\n`;
  assert.ok(agreement >= share, message + differing.slice(0, 5).join("\n"));
}

test("every recorded scenario is here, once", () => {
  const counts = Object.fromEntries(sets.map((set) => [set, recorded.filter((row) => row.set === set).length]));
  expect(counts).toEqual({ 11: 2000, 12: 2000, 101: 1200, 104: 500, edges: 951, limits: 22 });
  expect(recorded).toHaveLength(6673);
  expect(new Set(recorded.map(({ scenario }) => scenario.id)).size).toBe(6673);
  expect(agreed).toHaveLength(5467);
});

test("spec does what all three browsers do", () => {
  expectAgreement(profiles.spec, agreed, "chromium", 0.995);
});

describe.each(browserNames)("the profile of %s does what the browser does", (browser) => {
  test.each(sets)("in the set %s", (set) => {
    expectAgreement(
      profiles[browser],
      recorded.filter((row) => row.set === set),
      browser,
      0.99,
    );
  });

  test("and what all three do", () => {
    expectAgreement(profiles[browser], agreed, browser, 0.995);
  });
});
