/**
 * Collects an HTTP quoted string, without its value: returns the position after it.
 *
 * @see https://fetch.spec.whatwg.org/#collect-an-http-quoted-string
 */
export function skipHttpQuotedString(input: string, position: number): number {
  // 3. Assert: the code point at position within input is U+0022 (").
  // 4. Advance position by 1.
  position++;
  while (position < input.length) {
    const code = input.charCodeAt(position++);
    if (code === 0x22) return position;
    // NB: A backslash at the very end escapes nothing, and there is nothing to skip.
    if (code === 0x5c && position < input.length) position++;
  }
  return position;
}

/**
 * Collects an HTTP quoted string with extract-value set to true, from input's quote at positionStart up to position,
 * which skipHttpQuotedString gave.
 *
 * @see https://fetch.spec.whatwg.org/#collect-an-http-quoted-string
 */
export function extractHttpQuotedString(input: string, positionStart: number, position: number): string {
  // 1. Let positionStart be position.
  // 2. Let value be the empty string.
  let value = "";

  // 5. While true:
  let from = positionStart + 1;
  for (let index = from; index < position; index++) {
    const quoteOrBackslash = input.charCodeAt(index);
    if (quoteOrBackslash !== 0x22 && quoteOrBackslash !== 0x5c) continue;

    // 1. Append the result of collecting a sequence of code points that are not U+0022 (") or U+005C (\) from input, given position, to value.
    value += input.slice(from, index);

    // 5. If quoteOrBackslash is U+005C (\), then:
    if (quoteOrBackslash === 0x5c) {
      // 1. If position is past the end of input, then append U+005C (\) to value and break.
      if (index + 1 >= input.length) return value + "\\";

      // 2. Append the code point at position within input to value.
      // 3. Advance position by 1.
      index++;
      from = index;
      continue;
    }

    // 6. Otherwise:
    // 1. Assert: quoteOrBackslash is U+0022 (").
    // 2. Break.
    return value;
  }

  // 2. If position is past the end of input, then break.
  // 6. If extract-value is true, then return value.
  return value + input.slice(from, position);
}
