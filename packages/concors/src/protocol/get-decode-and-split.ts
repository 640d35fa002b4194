import { get } from "./header-list.ts";
import type { HeaderList } from "./header-list.ts";
import { sliceWithoutTabOrSpace } from "./http-token.ts";
import { skipHttpQuotedString } from "./http-quoted-string.ts";

/**
 * Gets, decodes, and splits a header.
 *
 * @see https://fetch.spec.whatwg.org/#concept-header-list-get-decode-split
 */
export function getDecodeAndSplit(list: HeaderList, name: string): string[] | null {
  // 1. Let value be the result of getting name from list.
  const value = get(list, name);

  // 2. If value is null, then return null.
  if (value === null) return null;

  // 3. Return the result of getting, decoding, and splitting value.
  return getDecodeAndSplitValue(value);
}

/**
 * Gets, decodes, and splits a header value.
 *
 * @see https://fetch.spec.whatwg.org/#header-value-get-decode-and-split
 */
export function getDecodeAndSplitValue(value: string): string[] {
  // 1. Let input be the result of isomorphic decoding value.
  const input = value;

  // 2. Let position be a position variable for input, initially pointing at the start of input.
  let position = 0;

  // 3. Let values be a list of strings, initially « ».
  const values: string[] = [];

  // 4. Let temporaryValue be the empty string.
  // NB: All that is appended to temporaryValue is input, unbroken, so its start says it all.
  let start = 0;

  // 5. While true:
  while (true) {
    // 1. Append the result of collecting a sequence of code points that are not U+0022 (") or U+002C (,) from input, given position, to temporaryValue.
    // NOTE: The result might be the empty string.
    let code = input.charCodeAt(position);
    while (position < input.length && code !== 0x22 && code !== 0x2c) code = input.charCodeAt(++position);

    // 2. If position is not past the end of input and the code point at position within input is U+0022 ("):
    if (position < input.length && code === 0x22) {
      // 1. Append the result of collecting an HTTP quoted string from input, given position, to temporaryValue.
      position = skipHttpQuotedString(input, position);

      // 2. If position is not past the end of input, then continue.
      if (position < input.length) continue;
    }

    // 3. Remove all HTTP tab or space from the start and end of temporaryValue.
    // 4. Append temporaryValue to values.
    values.push(sliceWithoutTabOrSpace(input, start, position));

    // 6. If position is past the end of input, then return values.
    if (position >= input.length) return values;

    // 7. Assert: the code point at position within input is U+002C (,).
    // 8. Advance position by 1.
    position++;

    // 5. Set temporaryValue to the empty string.
    start = position;
  }
}
