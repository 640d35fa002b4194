import { checkPolicy } from "concors";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ListName, ListPart } from "../../src/fix/policy-parts.ts";
import { entriesOf, partsOf, withCredentials, withList, withMaxAge } from "../../src/fix/policy-parts.ts";

const listNames: readonly ListName[] = ["origins", "methods", "requestHeaders", "exposedHeaders"];

const arbitraryPart: fc.Arbitrary<ListPart> = fc.oneof(
  fc.constant({ isAll: true, entries: [] }),
  fc.array(fc.stringMatching(/^[!-+\--~]+$/), { maxLength: 4 }).map((entries) => ({ isAll: false, entries })),
);

describe("what is done in the form", () => {
  test("is what the form shows then, whatever stood there, and nothing else is touched", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...listNames), arbitraryPart, (value, name, part) => {
        const changed = withList(value, name, part);
        expect(partsOf(changed)[name]).toEqual(part);
        expect({ ...partsOf(changed), [name]: null }).toEqual({ ...partsOf(value), [name]: null });
      }),
    );
  });

  test("is taken back by doing what was there", () => {
    const policy = { origins: ["https://a.test"], methods: ["PUT"], credentials: true, maxAge: 60, debug: true };
    const parts = partsOf(policy);
    for (const name of listNames)
      expect(withList(withList(policy, name, { isAll: true, entries: [] }), name, parts[name])).toEqual(policy);
    expect(withCredentials(withCredentials(policy, false), true)).toEqual(policy);
    expect(withMaxAge(withMaxAge(policy, ""), "60")).toEqual(policy);
  });

  test("leaves each member in its place", () => {
    expect(
      Object.keys(withList({ methods: ["PUT"], origins: "*" }, "methods", { isAll: true, entries: [] }) as object),
    ).toEqual(["methods", "origins"]);
  });

  test("makes a policy out of nothing", () => {
    const policy = withList(undefined, "origins", { isAll: false, entries: ["https://a.test"] });
    expect(checkPolicy(policy).ok).toBe(true);
  });

  test("keeps origins that were all taken out, so that the issue says what is missing", () => {
    expect(withList({ origins: ["https://a.test"] }, "origins", { isAll: false, entries: [] })).toEqual({
      origins: [],
    });
  });

  test.each([
    ["7200", { maxAge: 7200 }],
    [" ", {}],
    ["two", { maxAge: "two" }],
    ["1e999", { maxAge: "1e999" }],
  ])("a time of %j is written", (text, policy) => {
    expect(withMaxAge({}, text)).toEqual(policy);
  });
});

test.each([
  ["https://a.test\nhttps://b.test\n", ["https://a.test", "https://b.test"]],
  ["PUT, DELETE,", ["PUT", "DELETE"]],
  [" \n ", []],
])("%j is a list", (text, entries) => {
  expect(entriesOf(text)).toEqual(entries);
});

test.each([[null], ["text"], [7], [[]], [{ origins: 7, methods: "PUT", maxAge: "7", credentials: "true" }]])(
  "%j is shown as far as it can be",
  (value) => {
    expect(() => partsOf(value)).not.toThrow();
  },
);
