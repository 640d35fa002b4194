import { expect, test } from "vitest";
import { generateScenarios, scenarioKinds } from "../src/generate/index.ts";

test("a seed makes the same scenarios every time", () => {
  expect(generateScenarios(7, 200)).toEqual(generateScenarios(7, 200));
  expect(generateScenarios(7, 50)).toEqual(generateScenarios(7, 200).slice(0, 50));
  expect(generateScenarios(8, 50)).not.toEqual(generateScenarios(7, 50));
});

test("every kind comes, and only those asked for", () => {
  const kinds = (of: readonly { kind: string }[]): string[] => [...new Set(of.map(({ kind }) => kind))].sort();
  expect(kinds(generateScenarios(1, 1000))).toEqual([...scenarioKinds].sort());
  expect(kinds(generateScenarios(1, 100, ["cache", "redirect"]))).toEqual(["cache", "redirect"]);
});

test("what a scenario names is in it", () => {
  const unknown = generateScenarios(2, 2000).flatMap(({ id, nodes, steps }) => {
    const linked = [...JSON.stringify(nodes).matchAll(/\{\{(?:url|userurl):(\w+)\}\}/g)].map(([, name]) => name!);
    const named = [...linked, ...steps.map(({ node }) => node)];
    return named.filter((name) => !(name in nodes)).map((name) => `${id}: ${name}`);
  });
  expect(unknown).toEqual([]);
});
