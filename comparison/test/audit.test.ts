import { describe, expect, test } from "vitest";
import { endpoints } from "../src/audit/index.ts";
import { foundIn, playEndpoint } from "../src/audit/play-endpoint.ts";

describe("an audit of each endpoint finds all that is wrong, each cause once, and nothing else", () => {
  test.each(endpoints)("$name", async (endpoint) => {
    const report = await playEndpoint(endpoint);
    expect(foundIn(report)).toEqual(endpoint.truth);
    expect(report.findings).toHaveLength(Object.keys(endpoint.truth).length);
    expect(report.requests).toBeLessThanOrEqual(60);
    expect(report.notes.filter((note) => note.includes("no more are allowed"))).toEqual([]);
  });

  test("in many endpoints", () => {
    expect(endpoints.length).toBeGreaterThanOrEqual(45);
    expect(new Set(endpoints.map(({ name }) => name)).size).toBe(endpoints.length);
  });
});
