import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { LiveRow } from "./rows.ts";
import { liveRows } from "./rows.ts";

/** The tests of a row, each with whether its file has it. */
function testsOf({ played }: LiveRow): readonly (readonly [test: string, isThere: boolean])[] {
  return Object.entries(played).flatMap(([file, names]) => {
    const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
    return names.map((name) => [`${file}: ${name}`, text.includes(`"${name}"`)] as const);
  });
}

test.each(liveRows)("$row is played on loopback, or says why not", (row) => {
  const tests = testsOf(row);
  expect(tests.filter(([, isThere]) => !isThere)).toEqual([]);
  if (tests.length === 0) expect(row.why).toMatch(/\.$/);
});

test("no row is there twice", () => {
  expect(new Set(liveRows.map(({ row }) => row)).size).toBe(liveRows.length);
});
