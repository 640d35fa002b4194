import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCors } from "../../src/index.ts";

const { decide } = createCors({ origins: ["https://a.test"], credentials: true, methods: "*", requestHeaders: "*" });

/** What a preflight that asks for these names is told it may send; null if it is refused. */
function echoed(names: string): string | null {
  const { allowed, headers } = decide({
    method: "OPTIONS",
    headers: {
      origin: "https://a.test",
      "access-control-request-method": "PUT",
      "access-control-request-headers": names,
    },
  });
  return allowed ? Object.fromEntries(headers)["Access-Control-Allow-Headers"]! : null;
}

describe("any header beside credentials", () => {
  test.each([
    ["as browsers write it", "authorization,content-type,x-a"],
    ["as a proxy may have written it", "authorization, content-type"],
    ["with spaces on both sides", "a , b"],
    ["with empty elements", ",a,,b,"],
    ["nothing at all", ""],
    ["a header that is called like the wildcard, which it is not beside credentials", "*"],
    ["as long as is read", "a,".repeat(256)],
    ["as long as is read with spaces", "a, ".repeat(85)],
  ])("%s is repeated", (_, names) => {
    expect(echoed(names)).toBe(names);
  });

  test.each([
    ["two names without a comma", "a b"],
    ["a header line of its own", "a\r\nX-Evil: 1"],
    ["a tab", "a,\tb"],
    ["what is not ASCII", "a,é"],
    ["a quoted text", `"a"`],
    ["longer than an honest page's", "a,".repeat(257)],
    ["longer than an honest page's, with spaces", "a, ".repeat(86)],
    ["two names without a comma, far behind", `${"a,".repeat(120)}a b`],
    ["long, and two names without a comma", `${"a,".repeat(250)}a b`],
  ])("%s is refused", (_, names) => {
    expect(echoed(names)).toBeNull();
  });

  test("every list of tokens that is not too long is repeated, and nothing else", () => {
    const pieces = fc.constantFrom("a", "x-b", ",", ",", " ", "~", "(", "\t", "é");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 600, size: "max" }), (texts) => {
        const names = texts.join("");
        const isList = names.split(",").every((element) => /^ *[\w!#$%&'*+.^`|~-]* ?$/.test(element));
        const longest = names.includes(" ") ? 256 : 512;
        expect(echoed(names)).toBe(isList && names.length <= longest ? names : null);
      }),
      { numRuns: 2000 },
    );
  });

  test("what tokens there are, the list is what decides", () => {
    const elements = fc.array(fc.constantFrom("a", "x-long-name", "", "b ", "  c"), { maxLength: 300, size: "max" });
    fc.assert(
      fc.property(elements, (list) => {
        const names = list.join(",");
        expect(echoed(names)).toBe(names.length <= (names.includes(" ") ? 256 : 512) ? names : null);
      }),
      { numRuns: 1000 },
    );
  });
});
