import { isToken } from "./http-token.ts";

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
  // NB: Without the flag u, no letter beyond ASCII matches one of it.
  return /^(?:CONNECT|TRACE|TRACK)$/i.test(method);
}

/**
 * NOTE: Normalization is done for backwards compatibility and consistency across APIs as methods are actually "case-sensitive".
 *
 * @see https://fetch.spec.whatwg.org/#concept-method-normalize
 */
export function normalizeMethod(method: string): string {
  // To normalize a method, if it is a byte-case-insensitive match for `DELETE`, `GET`, `HEAD`, `OPTIONS`, `POST`, or `PUT`, byte-uppercase it.
  return /^(?:DELETE|GET|HEAD|OPTIONS|POST|PUT)$/i.test(method) ? method.toUpperCase() : method;
}
