import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  convertToSortedLowercaseSet,
  extractHeaderListValues,
  extractMaxAge,
  getDecodeAndSplit,
  getDecodeAndSplitValue,
  invalidListToken,
  isHeaderName,
  isHeaderValue,
  normalizeHeaderValue,
  sortAndCombine,
} from "../../src/protocol/index.ts";
import type { Header } from "../../src/protocol/index.ts";
import { rows, text } from "./rows.ts";
import type { Row, Text } from "./rows.ts";

interface ListRow<Want> extends Row {
  headers: [string, Text][];
  want: Want;
  token?: string;
}

function headerList(headers: [string, Text][]): Header[] {
  return headers.map(([name, value]): Header => [name, text(value)]);
}

describe("extract header list values", () => {
  const table = rows<ListRow<string[] | null | "failure">>("./extract-header-list-values.json");
  test.each(table)("$name", ({ headers, want, token }) => {
    expect(extractHeaderListValues("Access-Control-Allow-Headers", headerList(headers))).toEqual(want);
    if (token !== undefined) expect(headers.map(([, value]) => invalidListToken(text(value)))).toContain(token);
  });

  test("fails exactly where there is an invalid token to show, and agrees with a split", () => {
    const value = fc.string({ unit: fc.constantFrom("a", "*", ",", " ", "\t", '"', ":") });
    fc.assert(
      fc.property(value, (list) => {
        const elements = list
          .split(",")
          .map((element) => element.replace(/^[ \t]+|[ \t]+$/g, ""))
          .filter((element) => element !== "");
        const invalid = elements.find((element) => !isHeaderName(element)) ?? null;
        expect(invalidListToken(list)).toBe(invalid);
        const values = extractHeaderListValues("Access-Control-Allow-Methods", [
          ["Access-Control-Allow-Methods", list],
        ]);
        expect(values).toEqual(invalid === null ? elements : "failure");
      }),
    );
  });
});

describe("Access-Control-Max-Age", () => {
  test.each(rows<ListRow<number | null | "failure">>("./max-age.json"))("$name", ({ headers, want }) => {
    expect(extractMaxAge(headerList(headers))).toBe(want);
  });
});

describe("get, decode, and split", () => {
  test.each(rows<ListRow<string[] | null>>("./get-decode-and-split.json"))("$name", ({ headers, want }) => {
    expect(getDecodeAndSplit(headerList(headers), "A")).toEqual(want);
  });

  test("without quotes it is a split", () => {
    const value = fc.string({ unit: fc.constantFrom("a", "\\", ",", " ", "\t", "é") });
    fc.assert(
      fc.property(value, (input) => {
        const naive = input.split(",").map((element) => element.replace(/^[ \t]+|[ \t]+$/g, ""));
        expect(getDecodeAndSplitValue(input)).toEqual(naive);
      }),
    );
  });
});

describe("header list", () => {
  test("only ASCII letters have a lower case", () => {
    expect(convertToSortedLowercaseSet(["\u00c0-A", "K"])).toEqual(["k", "\u00c0-a"]);
  });

  test("cookies are never combined, and everything else is", () => {
    const list: Header[] = [
      ["Set-Cookie", "b"],
      ["X", "1"],
      ["set-cookie", "a"],
      ["A", ""],
      ["x", "2"],
    ];
    const want = [
      ["a", ""],
      ["set-cookie", "b"],
      ["set-cookie", "a"],
      ["x", "1, 2"],
    ];
    expect(sortAndCombine(list)).toEqual(want);
  });

  test("whatever is normalized, and has neither NUL nor newline, is a header value", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const value = normalizeHeaderValue(String.fromCharCode(...bytes));
        expect(isHeaderValue(value)).toBe(!/[\0\r\n]/.test(value));
      }),
    );
  });

  test("a character that is no byte is no part of a header value", () => {
    expect(isHeaderValue("\u0100")).toBe(false);
    expect(isHeaderValue("\u00ff")).toBe(true);
  });
});
