import { jsonLanguage } from "@codemirror/lang-json";
import { checkSite } from "@concors/config";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonPlace } from "../../src/fix/json-place.ts";

function markedIn(text: string, path: readonly (string | number)[], part: "key" | "value"): string {
  const { from, to } = jsonPlace(jsonLanguage.parser.parse(text), text, path, part);
  return text.slice(from, to);
}

const site = `{
  "routes": [
    { "prefix": "/a", "policy": { "origins": ["https://a.test/", "https://b.test"], "maxage": 5 } }
  ],
  "fall\\u0062ack": { "origins": [] }
}`;

describe("the place of", () => {
  test.each([
    ["an entry of a list", ["routes", 0, "policy", "origins", 0], "value", '"https://a.test/"'],
    ["a value", ["routes", 0, "policy", "maxage"], "value", "5"],
    ["a key", ["routes", 0, "policy", "maxage"], "key", '"maxage"'],
    ["a key with an escape in it", ["fallback"], "key", '"fall\\u0062ack"'],
    [
      "what is missing is that of the key of what it is missing in",
      ["fallback", "methods"],
      "value",
      '"fall\\u0062ack"',
    ],
    ["what is missing in everything is the first line", ["nothing"], "value", "{"],
    ["everything is the first line", [], "value", "{"],
  ] as const)("%s", (_name, path, part, marked) => {
    expect(markedIn(site, path, part)).toBe(marked);
  });

  test("the last of several keys, as JSON.parse takes it", () => {
    expect(markedIn('{ "a": 1, "a": 2 }', ["a"], "value")).toBe("2");
  });

  test("whatever stands in a text is found where it stands", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        const text = JSON.stringify(plain, null, 2);
        for (const [path, part] of partsOf(plain, [])) {
          if (path.length > 0) expect(JSON.parse(markedIn(text, path, "value"))).toEqual(part);
        }
      }),
    );
  });

  test("each issue lies within the text, also if that is broken or odd", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.jsonValue(), (text, value) => {
        const checked = checkSite(value);
        for (const { path } of checked.ok ? [] : checked.issues) {
          const { from, to } = jsonPlace(jsonLanguage.parser.parse(text), text, path, "key");
          expect(0 <= from && from <= to && to <= text.length).toBe(true);
        }
      }),
    );
  });
});

type Path = readonly (string | number)[];

/** Every part of a value, with its path. */
function partsOf(value: unknown, path: Path): [Path, unknown][] {
  const isArray = Array.isArray(value);
  const members = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [[path, value], ...members.flatMap(([key, part]) => partsOf(part, [...path, isArray ? Number(key) : key]))];
}
