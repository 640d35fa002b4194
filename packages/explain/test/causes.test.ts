import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { causeCodes, causesPage, explain } from "../src/index.ts";
import type { Explanation } from "../src/index.ts";
import { enginesOf, optionsOf, play, rows } from "./play.ts";

describe("each row, in every engine", () => {
  test.each(rows.flatMap((row) => enginesOf(row).map((engine) => ({ name: row.name, engine, row }))))(
    "$engine: $name",
    ({ engine, row: { want, ...row } }) => {
      const explanation = explain(play({ want, ...row }, engine), optionsOf({ want, ...row }));
      expect(explanation.cause?.code ?? null).toBe(want.code);
      expect(explanation.verdict).toBe(want.verdict ?? (want.code === null ? "allowed" : "blocked"));
      expect(explanation.readable).toBe(want.readable ?? want.code === null);
      if (want.summary !== undefined) expect(explanation.summary).toContain(want.summary);
      if (want.deciding !== undefined) expect(decidingOf(explanation)).toBe(want.deciding);
      if (want.missing !== undefined) expect(missingOf(explanation)).toEqual(want.missing);
      if (want.client !== undefined) expect(clientOf(explanation)).toContain(want.client);
      if (want.servers !== undefined) expect(explanation.fix.server.map(({ server }) => server)).toEqual(want.servers);
      if (want.because !== undefined) expect(explanation.preflight.because[0]?.rule).toContain(want.because);
      if (want.note !== undefined) {
        // What a console says instead is told when several engines are held side by side.
        const codes: string[] = explanation.notes.map(({ code }) => code);
        if (want.note !== "engines-name-another-reason") expect(codes).toContain(want.note);
      }
      if (want.lookalike !== undefined) {
        const found = explanation.lookalikes.find(({ result }) => result === "cause");
        expect(found?.code).toBe(want.lookalike);
      }
      if (want.also !== undefined) expect(explanation.also.map(({ code }) => code)).toEqual(want.also);
    },
  );

  test.each(rows)("its words are words: $name", (row) => {
    for (const engine of enginesOf(row)) {
      const text = JSON.stringify(explain(play(row, engine), optionsOf(row)));
      expect(text).not.toMatch(/undefined|NaN|\[object|secret/);
      const { cause, summary } = JSON.parse(text) as Explanation;
      expect(summary).toMatch(/^.+\.$/s);
      if (cause !== null) expect(cause.title).not.toMatch(/\.$/);
    }
  });
});

function decidingOf({ cause, timeline }: Explanation): string {
  const deciding = timeline[cause?.exchange ?? -1]?.deciding;
  return [deciding?.kind, deciding?.name].filter((part) => part !== null && part !== undefined).join(" ");
}

function missingOf({ cause, fix, timeline }: Explanation): string[] {
  const kind = timeline[cause?.exchange ?? -1]?.kind ?? "actual";
  return (fix.headers?.missing[kind] ?? []).map(([name, value]) => `${name}: ${value}`);
}

function clientOf({ fix }: Explanation): string {
  return fix.client.map(({ code, summary }) => `${summary} ${code ?? ""}`).join("\n");
}

/** No request can show these: the first needs an embedder policy, the others what createPageRequest refuses. */
const unplayed = ["CORP-03", "CORS-S05", "CORS-S06"];

test("every cause has a row", () => {
  const shown = new Set(rows.map(({ want }) => want.code));
  expect(causeCodes.filter((code) => !shown.has(code)).sort()).toEqual([...unplayed].sort());
});

test("docs/causes.md is what the code says", () => {
  expect(readFileSync(new URL("../../../docs/causes.md", import.meta.url), "utf8")).toBe(causesPage());
});
