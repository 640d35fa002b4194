import type { Departure } from "@concors/browser/engine";
import { profile, profiles } from "@concors/browser/engine";
import { describe, expect, test } from "vitest";
import { consoleOf } from "../../src/index.ts";
import type { ConsoleOutput } from "../../src/index.ts";
import type { BrowserName, RecordedCase } from "./recorded.ts";
import { browserNames, cases, factsOf, more, playRecorded, seenLine } from "./recorded.ts";

/** What no trace tells: it is not the fetch that fails, or something stops it that is not modelled. */
const beyondTraces: Readonly<Record<string, string>> = {
  "canvas-taint": "the canvas is read",
  "expose-missing": "a header is read",
  "net-truncated": "the body breaks off",
  "orb-json-img": "the answer is no image",
  "orb-json-script": "the answer is no script",
  "sw-opaque": "a service worker answers",
  "worker-crossorigin": "a worker is of the page's own origin",
  "keepalive-big": "how much of a body keepalive sends",
  "stream-body-h1": "a stream needs HTTP/2",
};

/** Firefox tells of the style that asked for it too. */
function isOfStyle(line: string): boolean {
  return line.startsWith("downloadable font:");
}

/** Of Chromium: two headers want one place, in a table that grew. */
const swapped: readonly string[] = ["set-10", "set-51", "set-53"];

const rows = [...cases, ...more].filter(({ id }) => beyondTraces[id] === undefined);

function seenLines(row: RecordedCase, engine: BrowserName): string[] {
  return row[engine].console.map(seenLine).filter((line) => !isOfStyle(line));
}

describe.each(browserNames)("%s prints", (engine) => {
  const told = engine === "chromium" ? rows.filter(({ id }) => !swapped.includes(id)) : rows;
  test.each(told.map((row): [string, RecordedCase] => [`${row.id}: ${row.cause ?? row.client.api}`, row]))(
    "%s",
    (_name, row) => {
      const trace = playRecorded(row, profiles[engine])!;
      const { console: lines, javascript } = consoleOf(trace, factsOf(row));
      expect(lines).toEqual(seenLines(row, engine));
      // What is played of a font is that it loads; what was sent was none.
      if (row.client.api === "fetch") expect(trace.outcome.ok).toBe(row[engine].resolved);
      if (row[engine].error !== undefined && !trace.outcome.ok) expect(javascript).toBe(row[engine].error);
      if (row[engine].result === "error event") expect(javascript).toBe("error event");
    },
  );

  const shown = profiles[engine].departures.filter(({ scenario }) => scenario?.startsWith("console:") === true);
  test.each(shown.map((departure): [string, Departure] => [departure.id, departure]))(
    "something else without %s",
    (_id, departure) => {
      const row = cases.find(({ id }) => `console:${id}` === departure.scenario)!;
      const others = profiles[engine].departures.filter((other) => other !== departure);
      expect(consoleOf(playRecorded(row, profile(engine, "", others))!).console).not.toEqual(seenLines(row, engine));
    },
  );
});

test("the standard has no words for it", () => {
  const row = cases.find(({ id }) => id === "acao-missing")!;
  const want: ConsoleOutput = { console: [], javascript: "TypeError" };
  expect(consoleOf(playRecorded(row, profiles.spec)!)).toEqual(want);
});
