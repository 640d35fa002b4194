import { expect, test } from "vitest";
import { parseRoute } from "../src/router/route.ts";

const rows: readonly (readonly [fragment: string, view: string | null, rest: string, query: string])[] = [
  ["", "stage", "", ""],
  ["#", "stage", "", ""],
  ["#/", "stage", "", ""],
  ["#/stage?s=1", "stage", "", "s=1"],
  ["#/check?url=https%3A%2F%2Fa.test%2F%3Fb", "check", "", "url=https%3A%2F%2Fa.test%2F%3Fb"],
  ["#/config/nginx?site=%7B%7D", "fix", "nginx", "site=%7B%7D"],
  ["#/fix", "fix", "", ""],
  ["#/learn/what-cors-is-not", "learn", "what-cors-is-not", ""],
  ["#/learn/a%20b", "learn", "a b", ""],
  ["#/learn/%", "learn", "%", ""],
  ["#/toString", null, "", ""],
  ["#/nowhere", null, "", ""],
];

for (const [fragment, view, rest, query] of rows) {
  test(`${fragment || "no fragment"} leads to ${view ?? "nothing"}`, () => {
    expect(parseRoute(fragment)).toEqual({ view, rest, query });
  });
}
