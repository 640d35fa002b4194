import { describe, expect, test } from "vitest";
import { verify } from "../../src/verify/index.ts";
import { broken } from "./breaks/break.ts";
import { p1, twoPolicies } from "./policies.ts";
import { nginxUpstreamRigs } from "./rigs/nginx-upstreams.ts";
import { runOrSkip } from "./run-or-skip.ts";

describe.each(nginxUpstreamRigs.map((rig) => [rig.facts.upstream!, rig] as const))(
  "nginx in front of an application, by %s",
  (upstream, rig) => {
    const run = runOrSkip(rig);

    test.runIf(run)("does what policies by path say", async () => {
      const { misses, cases } = await verify("nginx", twoPolicies, { rig, probes: 100 });
      expect(misses).toEqual([]);
      expect(cases).toBeGreaterThan(150);
    });

    test.runIf(run)("a break is noticed: what the application says gets through", async () => {
      const hide = new RegExp(`^${upstream}_hide_header .*\n`, "gm");
      const { misses } = await verify("nginx", p1, {
        rig,
        probes: 0,
        change: (generated) => broken(generated, ["what the application says gets through", hide, ""]),
      });
      expect(misses.map(({ case: { path } }) => path)).toContain("/own-star");
    });
  },
);
