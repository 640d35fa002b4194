import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changeBetween } from "../../src/fix/change-between.ts";
import { draftOf, fixWords, policyPlaces, textOf, withFix } from "../../src/fix/site-draft.ts";
import { valueAt, withKeyAt, withValueAt } from "../../src/fix/value-at.ts";

/** What is left once every way out has been taken, each as often as it is offered. */
function mended(value: unknown): { value: unknown; codes: readonly string[] } {
  let draft = draftOf(textOf(value));
  for (let times = 0; times < 20; times++) {
    const next = draft.issues.find((issue) => fixWords(issue) !== null);
    if (next === undefined) break;
    draft = draftOf(withFix(draft, next));
  }
  return { value: draft.value, codes: draft.issues.map(({ code }) => code) };
}

describe("the way out of an issue", () => {
  test.each([
    ["of a slash at the end", { origins: ["https://a.test/"] }, { origins: ["https://a.test"] }],
    ["of a key of another library", { allowedOrigins: ["https://a.test"] }, { origins: ["https://a.test"] }],
    ["of a key that is misspelt, in its place", { maxage: 5, origins: "*" }, { maxAge: 5, origins: "*" }],
    ["of an origin that is no list", { origins: "https://a.test" }, { origins: ["https://a.test"] }],
    ["of a method in lower case", { origins: "*", methods: ["put"] }, { origins: "*", methods: ["PUT"] }],
    [
      "in a route",
      { routes: [{ prefix: "/a", policy: { origins: ["https://A.test"] } }], fallback: "none" },
      { routes: [{ prefix: "/a", policy: { origins: ["https://a.test"] } }], fallback: "none" },
    ],
  ])("%s leads to what is meant", (_name, value, wanted) => {
    expect(mended(value)).toEqual({ value: wanted, codes: [] });
    // The order of keys as well.
    expect(JSON.stringify(mended(value).value)).toBe(JSON.stringify(wanted));
  });

  test("is not there where nobody can know what is meant", () => {
    const { issues } = draftOf(textOf({ origins: "*", credentials: true }));
    expect(issues).not.toEqual([]);
    expect(issues.map(({ code }) => code)).toContain("credentials-for-any-origin");
  });
});

describe("a text that is no JSON", () => {
  test.each([["{"], [""], ['{ "origins": ["https://a.test",] }']])("%j is said to be none", (text) => {
    const { issues, site, syntax } = draftOf(text);
    expect(syntax).not.toBeNull();
    expect({ issues, site }).toEqual({ issues: [], site: null });
  });
});

test.each([
  ["a policy", { origins: "*" }, [["Every path", []]]],
  [
    "a site",
    {
      routes: [{ prefix: "/a", policy: { origins: "*" } }, { exact: "/b", policy: "none" }, 7],
      fallback: "none",
    },
    [
      ["/a and below", ["routes", 0, "policy"]],
      ["/b", ["routes", 1, "policy"]],
      ["Route 3", ["routes", 2, "policy"]],
      ["Every other path", ["fallback"]],
    ],
  ],
  ["no object", 7, [["Every path", []]]],
])("the policies of %s are found", (_name, value, places) => {
  expect(policyPlaces(value).map(({ path, title }) => [title, path])).toEqual(places);
});

test("what is put somewhere is there, and nothing else is touched", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.constantFrom("a", "b", "__proto__x"), (value, part, key) => {
      const members = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
      const changed = withValueAt(members, [key, "c"], part);
      expect(valueAt(changed, [key, "c"])).toEqual(part);
      expect({ ...(changed as object), [key]: null }).toEqual({ ...members, [key]: null });
    }),
  );
});

test("a key that gets another name stays where it is", () => {
  expect(textOf(withKeyAt({ x: { a: 1, b: 2, c: 3 } }, ["x", "b"], "d"))).toBe(textOf({ x: { a: 1, d: 2, c: 3 } }));
});

test("the change between two texts makes one of the other, and is no longer than it has to be", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const change = changeBetween(before, after);
      if (change === null) {
        expect(before).toBe(after);
        return;
      }
      const { from, insert, to } = change;
      expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
      // The first and the last letter of what is replaced differ, if there are any.
      if (from < to && insert !== "") {
        expect(before[from] === insert[0]).toBe(false);
        expect(before[to - 1] === insert.at(-1)).toBe(false);
      }
    }),
  );
});
