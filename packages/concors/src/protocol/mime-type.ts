import { extractHttpQuotedString, skipHttpQuotedString } from "./http-quoted-string.ts";
import { asciiLowercase, isHttpWhitespace, isToken, trimHttpWhitespace } from "./http-token.ts";

/** @see https://mimesniff.spec.whatwg.org/#mime-type */
export interface MimeType {
  readonly type: string;
  readonly subtype: string;
  /** type, a slash, and subtype. */
  readonly essence: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Parses a MIME type. Null is the standard's failure.
 *
 * @see https://mimesniff.spec.whatwg.org/#parse-a-mime-type
 */
export function parseMimeType(input: string): MimeType | null {
  // 1. Remove any leading and trailing HTTP whitespace from input.
  input = trimHttpWhitespace(input);

  // 2. Let position be a position variable for input, initially pointing at the start of input.
  let position = 0;

  // 3. Let type be the result of collecting a sequence of code points that are not U+002F (/) from input, given position.
  position = indexOfOrEnd(input, "/", position);
  const type = input.slice(0, position);

  // 4. If type is the empty string or does not solely contain HTTP token code points, then return failure.
  if (!isToken(type)) return null;

  // 5. If position is past the end of input, then return failure.
  if (position >= input.length) return null;

  // 6. Advance position by 1. (This skips past U+002F (/).)
  position++;

  // 7. Let subtype be the result of collecting a sequence of code points that are not U+003B (;) from input, given position.
  const subtypeStart = position;
  position = indexOfOrEnd(input, ";", position);

  // 8. Remove any trailing HTTP whitespace from subtype.
  const subtype = sliceWithoutTrailingWhitespace(input, subtypeStart, position);

  // 9. If subtype is the empty string or does not solely contain HTTP token code points, then return failure.
  if (!isToken(subtype)) return null;

  // 10. Let mimeType be a new MIME type record whose type is type, in ASCII lowercase, and subtype is subtype, in ASCII lowercase.
  const parameters = new Map<string, string>();
  const lowercaseType = asciiLowercase(type);
  const lowercaseSubtype = asciiLowercase(subtype);
  const essence = `${lowercaseType}/${lowercaseSubtype}`;
  const mimeType: MimeType = { type: lowercaseType, subtype: lowercaseSubtype, essence, parameters };

  // 11. While position is not past the end of input:
  while (position < input.length) {
    // 1. Advance position by 1. (This skips past U+003B (;).)
    position++;

    // 2. Collect a sequence of code points that are HTTP whitespace from input given position.
    while (position < input.length && isHttpWhitespace(input.charCodeAt(position))) position++;

    // 3. Let parameterName be the result of collecting a sequence of code points that are not U+003B (;) or U+003D (=) from input, given position.
    const nameStart = position;
    let code = input.charCodeAt(position);
    while (position < input.length && code !== 0x3b && code !== 0x3d) code = input.charCodeAt(++position);

    // 4. Set parameterName to parameterName, in ASCII lowercase.
    const parameterName = asciiLowercase(input.slice(nameStart, position));

    // 5. If position is not past the end of input, then:
    if (position < input.length) {
      // 1. If the code point at position within input is U+003B (;), then continue.
      if (code === 0x3b) continue;

      // 2. Advance position by 1. (This skips past U+003D (=).)
      position++;
    }

    // 6. If position is past the end of input, then break.
    if (position >= input.length) break;

    // 7. Let parameterValue be null.
    let parameterValue: string;

    // 8. If the code point at position within input is U+0022 ("), then:
    if (input.charCodeAt(position) === 0x22) {
      // 1. Set parameterValue to the result of collecting an HTTP quoted string from input, given position and true.
      const positionStart = position;
      position = skipHttpQuotedString(input, position);
      parameterValue = extractHttpQuotedString(input, positionStart, position);

      // 2. Collect a sequence of code points that are not U+003B (;) from input, given position.
      position = indexOfOrEnd(input, ";", position);
    }

    // 9. Otherwise:
    else {
      // 1. Set parameterValue to the result of collecting a sequence of code points that are not U+003B (;) from input, given position.
      const valueStart = position;
      position = indexOfOrEnd(input, ";", position);

      // 2. Remove any trailing HTTP whitespace from parameterValue.
      parameterValue = sliceWithoutTrailingWhitespace(input, valueStart, position);

      // 3. If parameterValue is the empty string, then continue.
      if (parameterValue === "") continue;
    }

    // 10. If all of the following are true
    //     - parameterName is not the empty string
    //     - parameterName solely contains HTTP token code points
    //     - parameterValue solely contains HTTP quoted-string token code points
    //     - mimeType's parameters[parameterName] does not exist
    //     then set mimeType's parameters[parameterName] to parameterValue.
    if (isToken(parameterName) && isQuotedStringTokens(parameterValue) && !parameters.has(parameterName)) {
      parameters.set(parameterName, parameterValue);
    }
  }

  // 12. Return mimeType.
  return mimeType;
}

/** @see https://mimesniff.spec.whatwg.org/#http-quoted-string-token-code-point */
function isQuotedStringTokens(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    // An HTTP quoted-string token code point is U+0009 TAB, a code point in the range U+0020 SPACE to U+007E (~), inclusive, or a code point in the range U+0080 through U+00FF (ÿ), inclusive.
    const code = value.charCodeAt(index);
    if (code !== 0x09 && (code < 0x20 || code === 0x7f || code > 0xff)) return false;
  }
  return true;
}

function indexOfOrEnd(input: string, char: string, position: number): number {
  const index = input.indexOf(char, position);
  return index === -1 ? input.length : index;
}

function sliceWithoutTrailingWhitespace(input: string, start: number, end: number): string {
  while (end > start && isHttpWhitespace(input.charCodeAt(end - 1))) end--;
  return input.slice(start, end);
}
