const token = /^[\w!#$%&'*+.^`|~-]+$/;

/** @see https://httpwg.org/specs/rfc9110.html#tokens */
export function isToken(value: string): boolean {
  return token.test(value);
}

/** @see https://fetch.spec.whatwg.org/#http-tab-or-space */
export function isHttpTabOrSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** @see https://fetch.spec.whatwg.org/#http-whitespace */
export function isHttpWhitespace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

export function isAsciiDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Whether value is one or more ASCII digits. */
export function isDigits(value: string): boolean {
  if (value.length === 0) return false;
  for (let index = 0; index < value.length; index++) {
    if (!isAsciiDigit(value.charCodeAt(index))) return false;
  }
  return true;
}

/** The part of input from start up to end, without the HTTP tab or space at its ends. */
export function sliceWithoutTabOrSpace(input: string, start: number, end: number): string {
  while (start < end && isHttpTabOrSpace(input.charCodeAt(start))) start++;
  while (end > start && isHttpTabOrSpace(input.charCodeAt(end - 1))) end--;
  return input.slice(start, end);
}

export function trimHttpWhitespace(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isHttpWhitespace(value.charCodeAt(start))) start++;
  while (end > start && isHttpWhitespace(value.charCodeAt(end - 1))) end--;
  return value.slice(start, end);
}

/**
 * Byte-case-insensitive equality. Allocates nothing.
 *
 * @see https://infra.spec.whatwg.org/#byte-case-insensitive
 */
export function equalsIgnoreAsciiCase(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x === y) continue;
    const lower = x | 0x20;
    if (lower !== (y | 0x20) || lower < 0x61 || lower > 0x7a) return false;
  }
  return true;
}

/**
 * Byte-lowercases. Unlike toLowerCase, leaves every byte above 0x7F alone.
 *
 * @see https://infra.spec.whatwg.org/#byte-lowercase
 */
export function asciiLowercase(value: string): string {
  let seen = 0;
  let hasUppercase = false;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    seen |= code;
    if (code >= 0x41 && code <= 0x5a) hasUppercase = true;
  }
  if (!hasUppercase) return value;
  return seen < 0x80 ? value.toLowerCase() : value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
