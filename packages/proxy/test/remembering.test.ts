import { expect, test } from "vitest";
import { remembering } from "../src/remembering.ts";

test("what comes again is made once, what is made up takes no more memory, and the result is always the same", () => {
  const made = new Map<string, number>();
  const lengthOf = remembering((text) => {
    made.set(text, (made.get(text) ?? 0) + 1);
    return text.length;
  });
  const long = "x".repeat(65);
  for (const text of ["a", "bb", "a", "a", long, long]) expect(lengthOf(text)).toBe(text.length);
  expect([...made]).toEqual([
    ["a", 1],
    ["bb", 1],
    [long, 2],
  ]);
  for (let index = 0; index < 2000; index++) expect(lengthOf(`made up ${index}`)).toBe(`made up ${index}`.length);
  lengthOf("a");
  // It was forgotten meanwhile.
  expect(made.get("a")).toBe(2);
});

test("how long a text may be is for whoever asks to say", () => {
  let times = 0;
  const timesOf = remembering(() => (times += 1), 100);
  expect([
    timesOf("x".repeat(100)),
    timesOf("x".repeat(100)),
    timesOf("x".repeat(101)),
    timesOf("x".repeat(101)),
  ]).toEqual([1, 1, 2, 3]);
});
