import { readFileSync } from "node:fs";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { importSite, lint } from "@concors/config/read";
import type { Finding } from "@concors/config/read";
import { effectsOf } from "../src/snippets/effects.ts";
import { snippets } from "../src/snippets/rows/index.ts";
import { sectionIntroduction, tableIn, tableOf } from "../src/snippets/section.ts";
import { lintable, lintedFiles } from "./linted-files.ts";
import { howToGet, snippetServers, writeSection } from "../src/snippets/write-section.ts";

const page = readFileSync(new URL("../../docs/comparison.md", import.meta.url), "utf8");

describe("what people publish", () => {
  test("is at least 28 snippets that were run, each with its source", () => {
    expect(snippets.length).toBeGreaterThanOrEqual(28);
    for (const { name, source } of snippets) expect(page).toContain(`| [${name}](${source}) |`);
    expect(new Set(snippets.map(({ name, server }) => `${server}: ${name}`)).size).toBe(snippets.length);
    expect(page).toContain(sectionIntroduction.join("\n"));
  });

  test.each(snippetServers)(
    "docs/comparison.md has what the run gives for %s",
    { timeout: 240_000 },
    async (server) => {
      const how = howToGet(server);
      if (how !== null && process.env["CI"] !== "true") {
        console.warn(`The snippets for ${server} are not run, since it is not installed: ${how}`);
        return;
      }
      expect(tableIn(page, server)).toBe(await tableOf(server));
    },
  );

  test("where no server is here, all tables are as they were", async () => {
    const said: string[] = [];
    const section = await writeSection(
      page,
      () => "apt-get install it",
      (sentence) => said.push(sentence),
    );
    expect(page.endsWith(`\n${section}`)).toBe(true);
    expect(said).toHaveLength(snippetServers.length);
  });

  test("a problem of a kind that nobody knows is an error", () => {
    const played = { name: "a case", path: "/ok", origin: null, method: "GET", headers: [] };
    expect(() => effectsOf([{ case: played, problems: ["something else"] }])).toThrow(TypeError);
  });
});

const linted = lintable(snippets).map((snippet) => {
  const { server, name, source, lint: want } = snippet;
  return [
    `${server}: ${name}`,
    { server, row: `| [${name}](${source}) |`, written: lintedFiles(snippet), want },
  ] as const;
});

describe("lint gives exactly the codes of what people publish", () => {
  test.each(linted)("%s", (_, { written, want }) => {
    const codes = (findings: readonly Finding[]): readonly string[] => findings.map(({ code }) => code).toSorted();
    expect(codes(lint(written))).toEqual([...want].toSorted());
    expect(codes(importSite(written).findings)).toEqual([...want].toSorted());
  });
});

describe("lint knows what the run shows", () => {
  const rowOf = (start: string): string => page.split("\n").find((line) => line.startsWith(start))!;

  test.each(linted)("who is let in: %s", (_, { row, written }) => {
    const isWarned = lint(written).some(({ severity }) => severity === "security");
    expect(isWarned).toBe(rowOf(row).includes("an origin is let in"));
  });

  test.each(linted)("which OPTIONS is answered: %s", (_, { server, row, written }) => {
    const isWarned = lint(written).some(({ code }) => code === "plain-options-swallowed");
    // The library's own, which is no mistake of who uses it.
    const isOwn = row.startsWith("| [cors") || server === "flask" || server === "django";
    expect(isWarned || isOwn).toBe(rowOf(row).includes("is swallowed"));
  });
});
