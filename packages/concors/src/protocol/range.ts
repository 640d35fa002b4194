import { isAsciiDigit, isHttpTabOrSpace } from "./http-token.ts";

/** The first and last byte asked for. At least one of them is given. */
export interface SingleRange {
  readonly start: number | null;
  readonly end: number | null;
}

/**
 * Parses a single range header value.
 *
 * NOTE: Parse a single range header value succeeds for a subset of allowed range header values, but it is the most common form used by user agents when requesting media or resuming downloads.
 *
 * @see https://fetch.spec.whatwg.org/#simple-range-header-value
 */
export function parseSingleRangeHeaderValue(value: string, allowWhitespace: boolean): SingleRange | "failure" {
  // 1. Let data be the isomorphic decoding of value.
  const data = value;

  // 2. If data does not start with "bytes", then return failure.
  if (!data.startsWith("bytes")) return "failure";

  // 3. Let position be a position variable for data, initially pointing at the 5th code point of data.
  let position = 5;

  // 4. If allowWhitespace is true, collect a sequence of code points that are HTTP tab or space, from data given position.
  if (allowWhitespace) position = skipTabOrSpace(data, position);

  // 5. If the code point at position within data is not U+003D (=), then return failure.
  if (data.charCodeAt(position) !== 0x3d) return "failure";

  // 6. Advance position by 1.
  position++;

  // 7. If allowWhitespace is true, collect a sequence of code points that are HTTP tab or space, from data given position.
  if (allowWhitespace) position = skipTabOrSpace(data, position);

  // 8. Let rangeStart be the result of collecting a sequence of code points that are ASCII digits, from data given position.
  const rangeStart = collectDigits(data, position);
  position += rangeStart.length;

  // 9. Let rangeStartValue be rangeStart, interpreted as decimal number, if rangeStart is not the empty string; otherwise null.
  const rangeStartValue = rangeStart === "" ? null : Number(rangeStart);

  // 10. If allowWhitespace is true, collect a sequence of code points that are HTTP tab or space, from data given position.
  if (allowWhitespace) position = skipTabOrSpace(data, position);

  // 11. If the code point at position within data is not U+002D (-), then return failure.
  if (data.charCodeAt(position) !== 0x2d) return "failure";

  // 12. Advance position by 1.
  position++;

  // 13. If allowWhitespace is true, collect a sequence of code points that are HTTP tab or space, from data given position.
  if (allowWhitespace) position = skipTabOrSpace(data, position);

  // 14. Let rangeEnd be the result of collecting a sequence of code points that are ASCII digits, from data given position.
  const rangeEnd = collectDigits(data, position);
  position += rangeEnd.length;

  // 15. Let rangeEndValue be rangeEnd, interpreted as decimal number, if rangeEnd is not the empty string; otherwise null.
  const rangeEndValue = rangeEnd === "" ? null : Number(rangeEnd);

  // 16. If position is not past the end of data, then return failure.
  if (position < data.length) return "failure";

  // 17. If rangeEndValue and rangeStartValue are null, then return failure.
  if (rangeEndValue === null && rangeStartValue === null) return "failure";

  // 18. If rangeStartValue and rangeEndValue are numbers, and rangeStartValue is greater than rangeEndValue, then return failure.
  // NB: Compared as written: beyond 2^53 two numbers that differ can be one in binary.
  if (rangeStartValue !== null && rangeEndValue !== null && isGreaterDecimal(rangeStart, rangeEnd)) return "failure";

  // 19. Return (rangeStartValue, rangeEndValue).
  return { start: rangeStartValue, end: rangeEndValue };
}

function skipTabOrSpace(data: string, position: number): number {
  while (position < data.length && isHttpTabOrSpace(data.charCodeAt(position))) position++;
  return position;
}

function collectDigits(data: string, position: number): string {
  const start = position;
  while (position < data.length && isAsciiDigit(data.charCodeAt(position))) position++;
  return data.slice(start, position);
}

function isGreaterDecimal(a: string, b: string): boolean {
  a = withoutLeadingZeros(a);
  b = withoutLeadingZeros(b);
  return a.length === b.length ? a > b : a.length > b.length;
}

function withoutLeadingZeros(digits: string): string {
  let start = 0;
  while (digits.charCodeAt(start) === 0x30) start++;
  return digits.slice(start);
}
