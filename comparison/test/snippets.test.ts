import { readFileSync } from "node:fs";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { lint } from "@concors/config/read";
import { effectsOf } from "../src/snippets/effects.ts";
import { snippets } from "../src/snippets/rows/index.ts";
import { sectionIntroduction, tableIn, tableOf } from "../src/snippets/section.ts";
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

describe("lint gives exactly the codes of what people publish", () => {
  const read = snippets.flatMap(({ server, name, files, lint: want }) =>
    want === undefined ? [] : [[`${server}: ${name}`, { files, want }] as const],
  );

  test.each(read)("%s", (_, { files, want }) => {
    const codes = lint(Object.entries(files).map(([path, text]) => ({ path, text }))).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([...want].toSorted());
  });
});
