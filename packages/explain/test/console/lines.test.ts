import type { Departure } from "@concors/browser/engine";
import { profile, profiles } from "@concors/browser/engine";
import { describe, expect, test } from "vitest";
import { consoleOf } from "../../src/index.ts";
import type { ConsoleOutput } from "../../src/index.ts";
import type { BrowserName, RecordedCase } from "./recorded.ts";
import { browserNames, cases, factsOf, more, playRecorded, seenLine } from "./recorded.ts";

const rows = [...cases, ...more];

function seenLines(row: RecordedCase, engine: BrowserName): string[] {
  return row[engine].console.map(seenLine);
}

/** What an element or an object that has handlers got, by any of the recorder's names for it. */
function isErrorEvent(result: string | undefined): boolean {
  return result !== undefined && /^(?:error event|event:error|worker error)/.test(result);
}

describe.each(browserNames)("%s prints", (engine) => {
  test.each(rows.map((row): [string, RecordedCase] => [`${row.id}: ${row.cause ?? row.client.api}`, row]))(
    "%s",
    (_name, row) => {
      const trace = playRecorded(row, profiles[engine]);
      const { console: lines, javascript } = consoleOf(trace, factsOf(row));
      expect(lines).toEqual(seenLines(row, engine));
      if (row.client.api === "fetch") expect(trace.outcome.ok).toBe(row[engine].resolved);
      // What is played of a font is that it loads; what was sent was none.
      const isNoFont = row.client.api === "fontface" && trace.outcome.ok;
      if (row[engine].error !== undefined && !isNoFont) expect(javascript).toBe(row[engine].error);
      if (isErrorEvent(row[engine].result)) expect(javascript).toBe("error event");
    },
  );

  const shown = profiles[engine].departures.filter(({ scenario }) => scenario?.startsWith("console:") === true);
  test.each(shown.map((departure): [string, Departure] => [departure.id, departure]))(
    "something else without %s",
    (_id, departure) => {
      const row = cases.find(({ id }) => `console:${id}` === departure.scenario)!;
      const others = profiles[engine].departures.filter((other) => other !== departure);
      const without = consoleOf(playRecorded(row, profile(engine, "", others)));
      expect(without).not.toEqual(consoleOf(playRecorded(row, profiles[engine])));
    },
  );
});

test("the standard has no words for it", () => {
  const row = cases.find(({ id }) => id === "acao-missing")!;
  const want: ConsoleOutput = { console: [], javascript: "TypeError" };
  expect(consoleOf(playRecorded(row, profiles.spec))).toEqual(want);
});
