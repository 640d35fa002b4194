import type { Trace } from "@concors/browser/engine";
import type { Header } from "concors/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { consoleOf, explain, readConsole } from "../src/index.ts";
import { arbitraryCase, origin, url } from "./arbitrary-case.ts";
import { play } from "./play.ts";
import type { Row } from "./play.ts";

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

test("whatever a console says of an answer, the text finds the cause again", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ row, engine }) => {
      fc.pre(engine !== "spec");
      // A value with quotes, or what cannot be seen, is not read as it was.
      const values = Object.values(row.answers ?? {}).flatMap(({ headers }) => (headers ?? []).map(([, text]) => text));
      fc.pre(values.every((text) => /^[ !#-&(-_a-~]*$/.test(text)));
      const trace = play(row, engine);
      expect(consoleOf(trace).console.length > 0).toBe(!trace.outcome.ok);
      if (!trace.outcome.ok) expect(codesReadOf(trace)).toContain(explain(trace).cause?.code);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["GET", "GET", 500],
  ["PUT", "OPTIONS", 204],
])(
  "several origins without a comma are found in what WebKit says of %s, whose %s is answered %i",
  (method, asked, status) => {
    const headers: Header[] = [["Access-Control-Allow-Origin", "https://b.example https://c.example"]];
    const row: Row = {
      name: "",
      want: { code: null },
      init: { method },
      answers: { [`${asked} ${url}`]: { status, headers } },
      url,
    };
    expect(codesReadOf(play(row, "webkit"))).toContain("CORS-O05");
  },
);

/** Of what a console says of a request, the causes that its text is taken for. */
function codesReadOf(trace: Trace): readonly string[] | undefined {
  return readConsole(consoleOf(trace).console.join("\n"))?.causes.map(({ code }) => code);
}
