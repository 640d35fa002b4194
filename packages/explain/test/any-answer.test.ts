import fc from "fast-check";
import { expect, test } from "vitest";
import { explain } from "../src/index.ts";
import { arbitraryCase, origin } from "./arbitrary-case.ts";
import { play } from "./play.ts";

test("whatever a server answers is explained in words, and never at the price of a grant to everyone", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ row, engine }) => {
      const trace = play(row, engine);
      const explanation = explain(trace);

      expect(explanation.verdict).toBe(trace.outcome.ok ? "allowed" : "blocked");
      expect(explanation.summary.length).toBeGreaterThan(20);
      expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
      expect(JSON.stringify(explanation)).not.toContain("Bearer hidden");
      for (const [name, text] of explanation.fix.headers?.actual ?? []) {
        if (name === "Access-Control-Allow-Origin") expect([origin, "*"]).toContain(text);
        if (row.init?.credentials === "include") expect(text).not.toBe("*");
      }
    }),
    { numRuns: 500 },
  );
});
