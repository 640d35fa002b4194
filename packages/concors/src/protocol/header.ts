import { isHttpTabOrSpace, isToken, trimHttpWhitespace } from "./http-token.ts";

/**
 * @see https://fetch.spec.whatwg.org/#header-name
 */
export function isHeaderName(value: string): boolean {
  // A header name is a byte sequence that matches the field-name token production.
  return isToken(value);
}

/**
 * @see https://fetch.spec.whatwg.org/#header-value
 */
export function isHeaderValue(value: string): boolean {
  // A header value is a byte sequence that matches the following conditions:

  // - Has no leading or trailing HTTP tab or space bytes.
  if (isHttpTabOrSpace(value.charCodeAt(0)) || isHttpTabOrSpace(value.charCodeAt(value.length - 1))) return false;

  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);

    // - Contains no 0x00 (NUL) or HTTP newline bytes.
    if (code === 0x00 || code === 0x0a || code === 0x0d) return false;

    // NB: What is above 0xFF is no byte.
    if (code > 0xff) return false;
  }
  return true;
}

/**
 * @see https://fetch.spec.whatwg.org/#concept-header-value-normalize
 */
export function normalizeHeaderValue(potentialValue: string): string {
  // To normalize a byte sequence potentialValue, remove any leading and trailing HTTP whitespace bytes from potentialValue.
  return trimHttpWhitespace(potentialValue);
}
