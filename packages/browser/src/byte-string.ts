/**
 * Converts a JavaScript value to a ByteString.
 *
 * @throws TypeError if a character is no byte
 * @see https://webidl.spec.whatwg.org/#es-ByteString
 */
export function byteString(value: unknown): string {
  const text = typeof value === "string" ? value : String(value);
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0xff) {
      throw new TypeError(`${JSON.stringify(text)} has a character above U+00FF, which cannot be sent as a byte.`);
    }
  }
  return text;
}
