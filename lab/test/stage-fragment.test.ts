import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRoute } from "../src/router/route.ts";
import { presets } from "../src/stage/presets/presets.ts";
import { stageFragment, stageOfQuery } from "../src/stage/stage-fragment.ts";
import type { Stage, StageAnswer } from "../src/stage/stage.ts";
import { firstStage } from "../src/stage/stage.ts";

const line = fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => text.replaceAll(/[\0\r\n]/g, ""));
const headers = fc.array(fc.tuple(line, line), { maxLength: 4 });
const answer: fc.Arbitrary<StageAnswer> = fc.record(
  {
    status: fc.integer({ min: 200, max: 599 }),
    headers,
    body: fc.string({ unit: "grapheme" }),
    delay: fc.integer({ min: 1, max: 3 }),
  },
  { requiredKeys: ["status", "headers", "body"] },
);
const answers = fc.record({ kind: fc.constant("answers" as const), preflight: fc.option(answer), actual: answer });
const policy = fc.record({
  kind: fc.constant("policy" as const),
  policy: fc.constantFrom({ origins: "*" as const }, { origins: ["{{A}}"] as never[], maxAge: 5 }),
  actual: answer,
});
const stage: fc.Arbitrary<Stage> = fc.record({
  page: fc.record({ scheme: fc.constantFrom("http" as const, "https" as const), sandboxed: fc.boolean() }),
  request: fc.record({
    to: fc.constantFrom("A" as const, "B" as const),
    method: fc.constantFrom("GET", "PUT", "patch", "ünknown & odd+"),
    headers,
    body: fc.option(fc.record({ type: fc.option(line), text: fc.string({ unit: "grapheme" }) })),
    mode: fc.constantFrom("cors" as const, "no-cors" as const, "same-origin" as const),
    credentials: fc.constantFrom("same-origin" as const, "include" as const, "omit" as const),
    redirect: fc.constantFrom("follow" as const, "error" as const, "manual" as const),
    times: fc.integer({ min: 1, max: 5 }),
    pause: fc.integer({ min: 0, max: 60 }),
  }),
  siteB: fc.oneof(answers, policy),
  siteC: answers,
});

describe("the address of a stage", () => {
  test("leads to the same stage", () => {
    fc.assert(
      fc.property(stage, (given) => {
        expect(stageOfQuery(parseRoute(stageFragment(given)).query)).toEqual(given);
      }),
    );
  });

  test.each(presets)("of the preset $name is its name", ({ name, stage: given }) => {
    expect(stageFragment(given)).toBe(name === "nothing" ? "#/" : `#/stage?preset=${name}`);
    expect(stageOfQuery(parseRoute(stageFragment(given)).query)).toEqual(given);
  });

  test("holds only what is not as at first", () => {
    const changed: Stage = { ...firstStage, request: { ...firstStage.request, method: "QUERY" } };
    expect(decodeURIComponent(stageFragment(changed))).toBe('#/stage?s={"request":{"method":"QUERY"}}');
  });

  const bad: readonly (readonly [why: string, query: string])[] = [
    ["a preset that there is not", "preset=nowhere"],
    ["no JSON", "s={"],
    ["another field", 's={"extra":1}'],
    ["a status that no response has", 's={"siteB":{"kind":"answers","actual":{"status":1,"headers":[]}}}'],
    ["a line that would be two", 's={"request":{"headers":[["A","b\\r\\nC: d"]]}}'],
    ["a mode that fetch does not take", 's={"request":{"mode":"navigate"}}'],
    ["more times than anyone needs", 's={"request":{"times":1000}}'],
    ["an array", "s=[]"],
    ["null", "s=null"],
  ];
  test.each(bad)("that holds %s leads to none", (_, query) => {
    expect(stageOfQuery(query)).toBeNull();
  });
});
