import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canMakeNetworks } from "../ssrf/run-lab.ts";
import { differences } from "./compare.ts";
import { deviations } from "./deviations.ts";
import type { Outcome } from "./play.ts";
import { createTestNetwork } from "./run-in-network.ts";
import type { TestNetwork } from "./run-in-network.ts";
import { runSuite } from "./run-suite.ts";
import { generateScenarios } from "./scenarios.ts";

const canRun = (await canMakeNetworks()) || process.env["CI"] === "true";
if (!canRun)
  console.info("Skipped: cors-anywhere's tests need root, or user namespaces, and ip: apt-get install iproute2");

/** To ask for others. */
const seed = process.env["CONCORS_SEED"] === undefined ? undefined : Number(process.env["CONCORS_SEED"]);

describe.skipIf(!canRun)("beside cors-anywhere 0.4.4, in a network of their own", () => {
  let network: TestNetwork;
  beforeAll(async () => {
    network = await createTestNetwork();
  });
  afterAll(() => network[Symbol.asyncDispose]());

  test("its own 110 tests pass, but for those that a deviation names", { timeout: 180_000 }, async () => {
    const { stats, failures } = await runSuite(network);
    const expected = deviations.flatMap(({ fails = [] }) => fails);
    expect(failures.map(({ fullTitle }) => fullTitle)).toEqual(expected);
    expect(stats).toMatchObject({ tests: 110, passes: 110 - expected.length });
    expect(stats.passes).toBeGreaterThanOrEqual(108);
  });

  test(
    "300 generated requests are answered as it answers them, but for what a deviation explains",
    { timeout: 180_000 },
    async () => {
      const scenarios = generateScenarios(seed ?? 6, 300);
      const file = join(network.folder, "scenarios.json");
      await writeFile(file, JSON.stringify(scenarios));
      const outcomes = JSON.parse(
        await network.run([process.execPath, await network.bundle("play.ts"), file]),
      ) as (readonly [theirs: Outcome, ours: Outcome])[];

      const explaining = new Set<string>();
      const unexplained = scenarios.flatMap((scenario, index) => {
        const [theirs, ours] = outcomes[index]!;
        return differences(theirs, ours)
          .filter((difference) => {
            const by = deviations.filter(({ explains }) => explains?.(difference, scenario, theirs, ours) === true);
            for (const { here } of by) explaining.add(here);
            return by.length === 0;
          })
          .map((difference) => ({ ...difference, scenario, theirs, ours }));
      });
      expect(outcomes).toHaveLength(300);
      expect(unexplained).toEqual([]);
      // And nothing is in the list that is no deviation. Another seed need not show all of them.
      const unseen = (seed === undefined ? deviations : []).filter(
        ({ here, explains }) => explains !== undefined && !explaining.has(here),
      );
      expect(unseen.map(({ here }) => here)).toEqual([]);
    },
  );
});

test("docs/cors-anywhere.md has the deviations, each with its reason", async () => {
  const page = await readFile(new URL("../../../../docs/cors-anywhere.md", import.meta.url), "utf8");
  const [, section = ""] = /^## What is different\n(.*?)^## /ms.exec(page) ?? [];
  const rows = [...section.matchAll(/^\| (?!(?:here|---) )(.*) \| (.*) \|$/gm)].map(([, here, why]) => ({ here, why }));
  expect(rows).toEqual(deviations.map(({ here, why }) => ({ here, why })));
});
