import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lint } from "@concors/config/read";
import { lintExamples, lintPage } from "../../src/read/lint-page.ts";
import { applyPatch } from "./apply-patch.ts";

test("docs/lint.md is what the script writes", () => {
  const page = new URL("../../../../docs/lint.md", import.meta.url);
  expect(readFileSync(page, "utf8")).toBe(lintPage());
});

const patched = Object.values(lintExamples).flatMap((file) =>
  lint([file]).flatMap((finding) => (finding.patch === undefined ? [] : [{ code: finding.code, file, finding }])),
);

test("some findings have a patch", () => {
  const codes = new Set(patched.map(({ code }) => code));
  expect([...codes].toSorted()).toEqual([
    "expression-dot-unescaped",
    "expression-without-end",
    "headers-missing-on-errors",
    "upstream-not-stripped",
    "vary-missing",
    "wildcard-read-as-expression",
  ]);
});

test.each(patched)("the patch for $code mends it, and makes nothing wrong", ({ code, file, finding }) => {
  const text = applyPatch(file.text, finding.patch!);
  const before = lint([file]).map((one) => one.code);
  const after = lint([{ ...file, text }]).map((one) => one.code);
  expect(after).not.toContain(code);
  expect(before).toEqual(expect.arrayContaining(after));
});
