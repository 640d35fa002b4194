import { readdirSync, readFileSync } from "node:fs";
import type { EngineName } from "@concors/browser/engine";
import { engineNames } from "@concors/browser/engine";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../src/learn/claims.ts";
import { claimFor, holds, outcomeOf, trueOf } from "../src/learn/claims.ts";
import { lessons } from "../src/learn/lessons/index.ts";
import { lessonPages } from "../src/learn/pages/lesson-page.ts";
import { playLesson } from "../src/learn/play-lesson.ts";
import { assumedOrigins } from "../src/stage/sites.ts";
import type { Stage } from "../src/stage/stage.ts";

function played(stage: Stage, engine: EngineName): Outcome {
  const traces = playLesson(stage, engine).fetches.map(({ trace }) => trace);
  return outcomeOf(traces, assumedOrigins("http"));
}

describe.each(lessons)("$id", (lesson) => {
  test.each(engineNames)("one prediction comes true, and no other, in %s", (engine) => {
    const outcome = played(lesson.stage, engine);
    expect(lesson.predictions.filter(({ claim }) => holds(claim, outcome))).toHaveLength(1);
    expect(trueOf(lesson, outcome)).toBe(trueOf(lesson, played(lesson.stage, "spec")));
  });

  test("has two to four predictions, no two of which can come true together", () => {
    expect([2, 3, 4]).toContain(lesson.predictions.length);
    expect(new Set(lesson.predictions.map(({ claim }) => JSON.stringify(claim))).size).toBe(lesson.predictions.length);
  });

  for (const change of lesson.changes) {
    test.each(engineNames)(`is right about %s: ${change.text}`, (engine) => {
      const claim = claimFor(change, engine);
      const { arrived, header, readable } = played(change.stage, engine);
      const seen = claim.header === undefined ? {} : { header: [claim.header[0], header(claim.header[0])] };
      expect({ readable, arrives: arrived, ...seen }).toEqual(claim);
    });
  }
});

test("the prediction that comes true is now here, now there", () => {
  const places = lessons.map((lesson) => lesson.predictions.indexOf(trueOf(lesson, played(lesson.stage, "spec"))!));
  expect(new Set(places)).toEqual(new Set([0, 1, 2]));
});

describe("docs/learn", () => {
  const folder = new URL("../../docs/learn/", import.meta.url);
  const pages = lessonPages();

  test("has a page for each lesson, and one that lists them", () => {
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
  });

  test.each([...pages])("%s is as node lab/scripts/write-lessons.js writes it", (name, page) => {
    expect(readFileSync(new URL(name, folder), "utf8")).toBe(page);
  });
});
