import { describe, expect, test } from "vitest";
import { targets } from "../../src/index.ts";
import { verify } from "../../src/verify/index.ts";
import { rigs as frameworks } from "../targets/frameworks/rigs.ts";
import { breaks } from "./breaks/index.ts";
import { broken } from "./breaks/break.ts";
import { byPath, everyKind, manyOrigins, onePath, p1, p2 } from "./policies.ts";
import { rigs } from "./rigs/index.ts";
import { runOrSkip } from "./run-or-skip.ts";

test("every proven target is run", () => {
  const proven = targets.filter(({ tier }) => tier === "proven").map(({ name }) => name);
  // Frameworks of which some things are lost are run beside each other, not with the matrix.
  const run = [...rigs.map(({ target }) => target), ...frameworks.map(({ name }) => name)];
  expect(run.sort()).toEqual(proven.sort());
});

const sites = {
  P1: p1,
  P2: p2,
  "every kind of origin": everyKind,
  "300 origins": manyOrigins,
  "policies by path": byPath,
  "one path": onePath,
};

describe.each(rigs.map((rig) => [rig.target, rig] as const))("%s", (target, rig) => {
  const run = runOrSkip(rig);

  test.runIf(run).each(Object.entries(sites))("does what %s says", async (_, site) => {
    const { misses, cases, probes } = await verify(target, site, { rig });
    expect(misses).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(58);
    expect(probes).toBeGreaterThanOrEqual(500);
  });

  const excepted = rig.exceptions === undefined ? [] : [{ only: rig.exceptions }];
  test.runIf(run).each(excepted)("is excepted from what it cannot do, and from nothing else", async ({ only }) => {
    const { exceptions } = await verify(target, p1, { rig, probes: 0 });
    expect(exceptions).toEqual(only);
  });

  test.runIf(run)("at least 26 breaks are known", () => {
    expect(breaks[target]!.length).toBeGreaterThanOrEqual(26);
  });

  test.runIf(run).each(breaks[target]!.map((one) => [one[0], one] as const))(
    "a break is noticed: %s",
    async (_, one) => {
      const noticed = await verify(target, p1, { rig, probes: 0, change: (generated) => broken(generated, one) });
      expect(noticed.misses).not.toEqual([]);
    },
  );
});
