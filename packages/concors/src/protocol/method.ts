import { equalsIgnoreAsciiCase, isToken } from "./http-token.ts";

/**
 * @see https://fetch.spec.whatwg.org/#concept-method
 */
export function isMethod(value: string): boolean {
  // A method is a byte sequence that matches the method token production.
  return isToken(value);
}

/**
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-method
 */
export function isCorsSafelistedMethod(method: string): boolean {
  // A CORS-safelisted method is a method that is `GET`, `HEAD`, or `POST`.
  return method === "GET" || method === "HEAD" || method === "POST";
}

/**
 * @see https://fetch.spec.whatwg.org/#forbidden-method
 */
export function isForbiddenMethod(method: string): boolean {
  // A forbidden method is a method that is a byte-case-insensitive match for `CONNECT`, `TRACE`, or `TRACK`.
  return (
    equalsIgnoreAsciiCase(method, "CONNECT") ||
    equalsIgnoreAsciiCase(method, "TRACE") ||
    equalsIgnoreAsciiCase(method, "TRACK")
  );
}

const normalizedMethods = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"] as const;

/**
 * NOTE: Normalization is done for backwards compatibility and consistency across APIs as methods are actually "case-sensitive".
 *
 * @see https://fetch.spec.whatwg.org/#concept-method-normalize
 */
export function normalizeMethod(method: string): string {
  // To normalize a method, if it is a byte-case-insensitive match for `DELETE`, `GET`, `HEAD`, `OPTIONS`, `POST`, or `PUT`, byte-uppercase it.
  for (const normalized of normalizedMethods) {
    if (equalsIgnoreAsciiCase(method, normalized)) return normalized;
  }
  return method;
}
