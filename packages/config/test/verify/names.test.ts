import { describe, expect, test } from "vitest";
import { generate } from "../../src/index.ts";
import { rigFor, verify } from "../../src/verify/index.ts";
import { byPath } from "./policies.ts";
import { runOrSkip } from "./run-or-skip.ts";

describe.each(["nginx", "apache", "apache-htaccess", "caddy"] as const)("%s under another name", (target) => {
  const facts = { name: "api_2" };

  test("has no name that begins otherwise", () => {
    const text = generate(target, byPath, facts)
      .files.map((file) => file.text.replaceAll(/^\s*#.*$/gm, ""))
      .join("");
    expect(text).toMatch(/api_2/i);
    expect(text).not.toMatch(/\bcors\w*\b/i);
  });

  test.runIf(runOrSkip(rigFor(target)))("does what policies by path say", async () => {
    expect((await verify(target, byPath, { facts })).misses).toEqual([]);
  });
});
