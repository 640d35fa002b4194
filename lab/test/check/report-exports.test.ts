import { engineNames } from "@concors/browser/engine";
import { explainAll } from "@concors/explain";
import type { Report } from "@concors/explain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { play, rows, optionsOf } from "../../../packages/explain/test/play.ts";
import { diagramOf, wrap } from "../../src/check/diagram.ts";
import { code, fence } from "../../src/check/markdown.ts";
import { forPage } from "../../src/check/page-words.ts";
import { packResults, unpackResults } from "../../src/check/packed-results.ts";
import { reportMarkdown } from "../../src/check/report-markdown.ts";
import { readResults, ResultsError } from "../../src/check/results.ts";
import { safeLink } from "../../src/check/safe-link.ts";

const reports = rows.map((row): [string, Report] => {
  const facts = optionsOf(row).facts ?? {};
  return [
    row.name,
    explainAll(
      engineNames.map((engine) => play(row, engine)),
      { facts: new Map(engineNames.map((engine) => [engine, facts])) },
    ),
  ];
});

describe("a report leaves the page whole:", () => {
  test.each(reports)("%s", async (_name, report) => {
    const [first] = report.explanations;
    const text = reportMarkdown(report);
    expect(text).toContain(first!.reproduce.fetch);
    expect((text.match(/^```/gm) ?? []).length % 2).toBe(0);

    const brought = readResults(await unpackResults(await packResults([report])));
    expect(brought.reports).toEqual([JSON.parse(JSON.stringify(report))]);

    for (const explanation of report.explanations) {
      // Whoever sees a form cannot give an option; a command line is named where one is meant.
      const { fix, lookalikes, notes, summary, timeline } = forPage(explanation);
      const said = JSON.stringify([summary, notes, lookalikes, timeline.map(({ deciding }) => deciding), fix.client]);
      expect(said.replace(/concors check (?:has )?--\w+(?: or --\w+)?/g, "")).not.toMatch(
        /(?<!disable-web-security|\w)--[a-z]/,
      );
      const { height, shapes, width } = diagramOf(explanation);
      for (const shape of shapes) {
        const points = shape.kind === "line" ? [shape.from, shape.to] : [shape.at];
        for (const [x, y] of points) expect(x >= 0 && x <= width && y >= 0 && y <= height).toBe(true);
      }
      const decides = explanation.timeline.some(({ deciding }) => deciding !== null);
      expect(shapes.some((shape) => shape.kind === "text" && shape.text.startsWith("wanted: "))).toBe(decides);
    }
  });
});

describe("what is brought and is no report is refused:", () => {
  test.each([
    ["a number", 7],
    ["an object", {}],
    ["a report without its explanations", { version: 1, verdict: "blocked", engines: [], explanations: [] }],
    [
      "a report with a number for a text",
      { ...reports[0]![1], explanations: [{ ...reports[0]![1].explanations[0], summary: 7 }] },
    ],
  ])("%s", (_name, value) => {
    expect(() => readResults(value)).toThrow(ResultsError);
  });
});

test.each([
  ["https://fetch.spec.whatwg.org/#cors-check", true],
  ["javascript:alert(1)", false],
  ["http://example.com/", false],
  [" https://example.com/", false],
])("a report's link to %s is a link: %s", (url, isLink) => {
  expect(safeLink(url) !== null).toBe(isLink);
});

describe("Markdown holds any text", () => {
  test("as code: what ends it is not in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", "a", "|", "\n", " ") }), (text) => {
        const [, ticks, inner] = /^(`+)(.*?)\1$/s.exec(code(text)) ?? [];
        expect(ticks).toBeDefined();
        expect(inner!.match(/`+/g)?.includes(ticks!) ?? false).toBe(false);
        const [first, ...rest] = fence(text).split("\n");
        expect(rest.slice(0, -1).some((line) => line.startsWith(first!))).toBe(false);
      }),
    );
  });
});

test("a text is wrapped without losing a word, and no line is longer than there is room", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 10 })),
      fc.integer({ min: 10, max: 30 }),
      (words, room) => {
        const lines = wrap(words.join(" "), room);
        expect(lines.join(" ")).toBe(words.join(" "));
        for (const line of lines) expect(line.length <= room).toBe(true);
      },
    ),
  );
});
