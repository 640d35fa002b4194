import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { chartOf } from "../bench/src/preflights/chart.ts";
import { pageOf } from "../bench/src/preflights/page.ts";
import { playDay } from "../bench/src/preflights/play.ts";
import type { Results } from "../bench/src/preflights/play.ts";
import { outcomeOf } from "../bench/src/preflights/words.ts";

function textOf(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}

test("the page about preflights and its chart say what was played", () => {
  const results = JSON.parse(textOf("bench/data/preflights.json")) as Results;
  expect(textOf("docs/preflights.md")).toBe(pageOf(results));
  expect(textOf("docs/preflights.svg")).toBe(chartOf(results));
});

test("a day is the same for the same seed, and another for another", () => {
  expect(playDay(1, 8)).toEqual(playDay(1, 8));
  expect(playDay(1, 8)).not.toEqual(playDay(2, 8));
});

test("a constant answer never costs more preflights than an echo, and a longer time never more than a shorter one", () => {
  const results = playDay(7, 20);
  for (const outcome of results.outcomes) {
    expect(outcome.all).toBeGreaterThan(0);
    expect(outcome.all).toBeLessThanOrEqual(1000);
    expect(outcome.all).toBeLessThanOrEqual(outcomeOf(results, { ...outcome, answers: "echo" }).all);
    expect(outcome.all).toBeLessThanOrEqual(outcomeOf(results, { ...outcome, maxAge: 5 }).all);
  }
});
