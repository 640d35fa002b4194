import { describe, expect, test } from "vitest";
import {
  isCorsSafelistedMethod,
  isForbiddenMethod,
  isMethod,
  normalizeMethod,
  parseMimeType,
  parseSingleRangeHeaderValue,
} from "../../src/protocol/index.ts";
import { rows } from "./rows.ts";
import type { Row } from "./rows.ts";

interface MimeTypeRow extends Row {
  input: string;
  want: [essence: string, parameters: Record<string, string>] | null;
}

interface RangeRow extends Row {
  value: string;
  allowWhitespace?: boolean;
  want: unknown;
}

interface MethodRow extends Row {
  method: string;
  isMethod: boolean;
  safelisted: boolean;
  forbidden: boolean;
  normalized: string;
}

describe("parse a MIME type", () => {
  test.each(rows<MimeTypeRow>("./mime-type.json"))("$name", ({ input, want }) => {
    const mimeType = parseMimeType(input);
    expect(mimeType && [mimeType.essence, Object.fromEntries(mimeType.parameters)]).toEqual(want);
  });
});

describe("parse a single range header value", () => {
  test.each(rows<RangeRow>("./range.json"))("$name", ({ value, allowWhitespace = false, want }) => {
    expect(parseSingleRangeHeaderValue(value, allowWhitespace)).toEqual(want);
  });
});

describe("method", () => {
  test.each(rows<MethodRow>("./method.json"))("$name", (row) => {
    expect(isMethod(row.method)).toBe(row.isMethod);
    expect(isCorsSafelistedMethod(row.method)).toBe(row.safelisted);
    expect(isForbiddenMethod(row.method)).toBe(row.forbidden);
    expect(normalizeMethod(row.method)).toBe(row.normalized);
  });
});
