import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as protocol from "../../src/protocol/index.ts";
import type { Header } from "../../src/protocol/index.ts";
import { processorTime } from "../processor-time.ts";
import { plays } from "./plays.ts";
import type { Input } from "./plays.ts";

const exported = Object.entries(protocol as Record<string, unknown>).filter(([, value]) => typeof value === "function");

test("every exported function is played below", () => {
  expect(Object.keys(plays).sort()).toEqual(exported.map(([name]) => name).sort());
});

describe("no input makes it throw", () => {
  const latin1 = fc.string({ unit: fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)) });
  const unicode = fc.string({ unit: "binary" });
  const token = fc.string({
    unit: fc.constantFrom("a", "Z", "*", "-", ",", '"', "\\", " ", "\t", ";", "=", "0", "9", ":"),
  });
  const text = fc.oneof(latin1, unicode, token);
  const input: fc.Arbitrary<Input> = fc.record({
    text,
    list: fc.array(fc.tuple(text, text), { maxLength: 20 }),
  });

  test.each(Object.entries(plays))("%s", (_, play) => {
    fc.assert(
      fc.property(input, (value) => {
        play(value);
      }),
      { numRuns: 200 },
    );
  });
});

describe("no input makes it slow", () => {
  const length = 1_000_000;
  const texts = [
    ",",
    '"',
    "\\",
    " ",
    "\t",
    ";",
    "=",
    "a",
    "A",
    "aZ",
    "0",
    "9",
    ":",
    "::",
    "a,",
    "a, ",
    '",',
    '\\"',
    "; ",
    ";a=b",
    ';a="',
    "a ",
    "a.",
    "a-",
    "é",
    "A\u00ff",
    "\u2603",
    "\r\n",
  ];
  const inputs: Input[] = texts.map((piece) => {
    const text = piece.repeat(length / piece.length);
    return {
      text,
      list: [
        [text, text],
        [text, text],
      ],
    };
  });

  // Header lists as long as a lenient server may let them get, in a few unfortunate kinds.
  const count = 40_000;
  inputs.push({ text: "x", list: Array.from({ length: count }, (_, index): Header => [`X-${index}`, `X-${index}`]) });
  inputs.push({ text: "x", list: Array.from({ length: count }, (): Header => ["Accept", "a"]) });
  inputs.push({ text: "x", list: Array.from({ length: count }, (): Header => ["Set-Cookie", ","]) });
  inputs.push({ text: "x", list: [["x", Array.from({ length: count }, (_, index) => `x${index}`).join(",")]] });

  // Linear, it takes a few hundredths of a second; quadratic, it takes minutes.
  test.each(Object.entries(plays))("%s", (_, play) => {
    for (const value of inputs) {
      expect(processorTime(() => play(value))).toBeLessThan(2000);
    }
  });
});
