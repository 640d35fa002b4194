import fc from "fast-check";
import { expect, test } from "vitest";
import { explain } from "../src/index.ts";
import { explain as explainLightly } from "../src/light/index.ts";
import { arbitraryCase } from "./arbitrary-case.ts";
import { play } from "./play.ts";

test("without what writes configuration, all else is the same", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ row, engine }) => {
      const trace = play(row, engine);
      const { fix, ...rest } = explain(trace);

      expect(explainLightly(trace)).toEqual({ ...rest, fix: { ...fix, policy: null, server: [] } });
    }),
    { numRuns: 200 },
  );
});
