import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { endpoints } from "../src/audit/index.ts";
import { foundIn, playEndpoint } from "../src/audit/play-endpoint.ts";
import { auditSection } from "../src/audit/section.ts";

describe("an audit of each endpoint finds all that is wrong, each cause once, and nothing else", () => {
  test.each(endpoints)("$name", async (endpoint) => {
    const report = await playEndpoint(endpoint);
    expect(foundIn(report)).toEqual(endpoint.truth);
    expect(report.findings).toHaveLength(Object.keys(endpoint.truth).length);
    expect(report.requests).toBeLessThanOrEqual(60);
    expect(report.notes.filter((note) => note.includes("no more are allowed"))).toEqual([]);
  });

  test("and the page of documentation says so", async () => {
    const { all, right, text } = await auditSection();
    expect(right).toBe(all);
    expect(readFileSync(new URL("../../docs/comparison.md", import.meta.url), "utf8")).toContain(text);
  });

  test("in many endpoints", () => {
    expect(endpoints.length).toBeGreaterThanOrEqual(45);
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    expect(readme).toContain(`${endpoints.length} endpoints`);
    expect(new Set(endpoints.map(({ name }) => name)).size).toBe(endpoints.length);
  });
});
