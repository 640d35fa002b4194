import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  corsUnsafeRequestHeaderNames,
  isCorsSafelistedRequestHeader,
  isForbiddenRequestHeader,
  isNoCorsSafelistedRequestHeader,
} from "../../src/protocol/index.ts";
import type { Header } from "../../src/protocol/index.ts";
import { rows, text } from "./rows.ts";
import type { Row, Text } from "./rows.ts";

interface HeaderRow extends Row {
  header: [string, Text];
  want: boolean;
}

interface UnsafeNamesRow extends Row {
  headers: [string, Text][];
  want: string[];
}

describe("CORS-safelisted request-header", () => {
  test.each(rows<HeaderRow>("./request-header.json"))("$name", ({ header: [name, value], want }) => {
    expect(isCorsSafelistedRequestHeader(name, text(value))).toBe(want);
  });

  test("a no-CORS request may say as much, but for Range", () => {
    for (const { header, want } of rows<HeaderRow>("./request-header.json")) {
      const [name, value] = header;
      const isRange = name.toLowerCase() === "range";
      expect(isNoCorsSafelistedRequestHeader(name, text(value))).toBe(want && !isRange);
    }
  });
});

describe("forbidden request-header", () => {
  test.each(rows<HeaderRow>("./forbidden-request-header.json"))("$name", ({ header: [name, value], want }) => {
    expect(isForbiddenRequestHeader(name, text(value))).toBe(want);
  });
});

describe("CORS-unsafe request-header names", () => {
  test.each(rows<UnsafeNamesRow>("./cors-unsafe-request-header-names.json"))("$name", ({ headers, want }) => {
    const headerList = headers.map(([name, value]): Header => [name, text(value)]);
    expect(corsUnsafeRequestHeaderNames(headerList)).toEqual(want);
  });

  test("a user agent's wider safelist is its own affair", () => {
    const headerList: Header[] = [
      ["X-Safe", "1"],
      ["X-Unsafe", "1"],
    ];
    expect(corsUnsafeRequestHeaderNames(headerList, (name) => name === "X-Safe")).toEqual(["x-unsafe"]);
  });

  test("are sorted, unique, in lower case, and of the list", () => {
    const name = fc.oneof(
      fc.constantFrom("Accept", "content-TYPE", "X-A", "x-a", "Range"),
      fc.string({ unit: "binary" }),
    );
    const headers = fc.array(fc.tuple(name, fc.string({ maxLength: 200 })));
    fc.assert(
      fc.property(headers, (headerList) => {
        const names = corsUnsafeRequestHeaderNames(headerList);
        expect(names).toEqual([...new Set(names)].sort());
        for (const unsafe of names) {
          expect(unsafe).not.toMatch(/[A-Z]/);
          expect(headerList.some(([header]) => header.replace(/[A-Z]/g, (c) => c.toLowerCase()) === unsafe)).toBe(true);
        }
      }),
    );
  });
});
