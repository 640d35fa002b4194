import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { engineNames } from "@concors/browser/engine";
import { claimFor, holds, playedOf, trueOf } from "../src/learn/claims.ts";
import { lessons } from "../src/learn/lessons/index.ts";
import { lessonPages } from "../src/learn/pages/lesson-page.ts";
import { playStage } from "../src/learn/play-stage.ts";
import { siteLetter } from "../src/learn/site-origins.ts";

describe.each(lessons)("$id", (lesson) => {
  test.each(engineNames)("one prediction comes true, and no other, in %s", (engine) => {
    const played = playedOf(playStage(lesson.stage, engine), siteLetter);
    expect(lesson.predictions.filter(({ claim }) => holds(claim, played))).toHaveLength(1);
    expect(trueOf(lesson, played)).toBe(trueOf(lesson, playedOf(playStage(lesson.stage, "spec"), siteLetter)));
  });

  test("asks for two to four predictions that tell each other apart", () => {
    expect(lesson.predictions.length).toBeGreaterThanOrEqual(2);
    expect(lesson.predictions.length).toBeLessThanOrEqual(4);
    expect(new Set(lesson.predictions.map(({ claim }) => JSON.stringify(claim))).size).toBe(lesson.predictions.length);
  });

  for (const change of lesson.changes) {
    test.each(engineNames)(`is right about %s: ${change.text}`, (engine) => {
      const claim = claimFor(change, engine);
      const { arrived, header, readable } = playedOf(playStage(change.stage, engine), siteLetter);
      expect({
        readable,
        arrives: arrived,
        ...(claim.header && { header: [claim.header[0], header(claim.header[0])] }),
      }).toEqual(claim);
    });
  }
});

test("the true prediction is now here, now there", () => {
  const places = lessons.map((lesson) =>
    lesson.predictions.indexOf(trueOf(lesson, playedOf(playStage(lesson.stage, "spec"), siteLetter))!),
  );
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
