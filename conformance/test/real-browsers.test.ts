import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { profiles } from "@concors/browser/engine";
import { askBrowser } from "../src/ask-browser.ts";
import { findBrowser } from "@concors/cli/real-browser";
import { difference } from "../src/compare.ts";
import type { BrowserName, RecordedScenario } from "../src/data.ts";
import { browserNames, recordedScenarios } from "../src/data.ts";
import { hasLoopbackAddresses, isCi } from "./loopback.ts";
import { sampleOfEachKind, waitOf } from "./sample.ts";

const rows = sampleOfEachKind(
  recordedScenarios().filter((row) => (row.set === "11" || row.set === "12") && waitOf(row) === 0),
  3,
);

/** Asks a browser the recorded scenarios again; what it does otherwise than recorded, for people. */
async function differences(
  browser: BrowserName,
  asked: readonly RecordedScenario[],
): Promise<Map<RecordedScenario, string>> {
  const observations = await askBrowser(
    browser,
    asked.map(({ scenario }) => scenario),
  );
  return new Map(
    asked.flatMap((row, index) => {
      const differs = difference(observations[index]!, row.observed[browser]);
      return differs === "" ? [] : [[row, `${row.scenario.id} (${row.scenario.kind})\n${differs}`]];
    }),
  );
}

/** Why a browser is not asked here; null if it is. On CI it always is. */
function reasonNotTo(browser: BrowserName): string | null {
  const installed = findBrowser(browser);
  if (isCi) return null;
  if (!hasLoopbackAddresses) return "the loopback addresses are missing";
  if (installed.file === null) return `it is not installed: ${installed.install}`;
  // MiniBrowser does not tell its version without a screen.
  if (browser === "webkit") return null;
  const version = spawnSync(installed.file, ["--version"], { encoding: "utf8" }).stdout.trim();
  const { observed } = profiles[browser];
  return /\d+/.exec(version)?.[0] === /\d+/.exec(observed)?.[0]
    ? null
    : `it is ${version}, and ${observed} was recorded`;
}

describe.each(browserNames)("%s", (browser) => {
  const reason = reasonNotTo(browser);
  if (reason !== null) console.warn(`${browser} is not asked again: ${reason}`);

  test.skipIf(reason !== null)("does what is recorded", { timeout: 120_000 }, async () => {
    const first = await differences(browser, rows);
    // One in 400 comes out otherwise by chance, not twice.
    const second = first.size === 0 ? first : await differences(browser, [...first.keys()]);
    expect([...second.values()].join("\n")).toBe("");
  });
});
