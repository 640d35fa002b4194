import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { issuesPage } from "../../src/policy/issues-page.ts";

test("docs/issues.md says what the code says", () => {
  const page = new URL("../../../../docs/issues.md", import.meta.url);
  expect(readFileSync(page, "utf8")).toBe(issuesPage());
});
