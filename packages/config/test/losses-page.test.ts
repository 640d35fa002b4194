import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lossesPage } from "../src/losses-page.ts";

test("docs/losses.md is what the words make of it: node packages/config/scripts/write-losses.js", () => {
  expect(readFileSync(new URL("../../../docs/losses.md", import.meta.url), "utf8")).toBe(lossesPage());
});
