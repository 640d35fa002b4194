import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TargetName } from "../../src/index.ts";
import { verify } from "../../src/verify/index.ts";
import type { Rig } from "../../src/verify/index.ts";
import { policies, sitesOf } from "../generated.ts";
import { runOrSkip } from "./run-or-skip.ts";

/** Printed by a test that fails, as it names the sites by it. */
const seed = Math.trunc(Math.random() * 2 ** 31);

/** A hundred policies on one server, but where it reads its file anew for each request. */
const policiesPerServer: Partial<Record<TargetName, number>> = { "apache-htaccess": 10 };

/** Plays random policies on servers, one after another. */
export function expectRandom(played: readonly Rig[]): void {
  describe.each(played.map((rig) => [rig.target, rig] as const))(
    `%s agrees with the policy engine, seed ${seed}`,
    (target, rig) => {
      const run = runOrSkip(rig);

      test.runIf(run)("for 2,000 random policies, many on one server", { timeout: 600_000 }, async () => {
        const perServer = policiesPerServer[target] ?? 100;
        for (const site of sitesOf(2000, perServer, seed)) {
          const { misses } = await verify(target, site, { rig, matrix: false, probes: 20 * perServer, seed });
          expect(misses).toEqual([]);
        }
      });

      test.runIf(run)("for random policies alone", { timeout: 120_000 }, async () => {
        for (const policy of fc.sample(policies, { numRuns: 20, seed })) {
          const { misses } = await verify(target, policy, { rig, probes: 100, seed });
          expect(misses.map((miss) => ({ policy, ...miss }))).toEqual([]);
        }
      });
    },
  );
}
