import { isCorsSafelistedRequestHeader } from "./cors-safelisted-request-header.ts";
import { equalsIgnoreAsciiCase } from "./http-token.ts";

/**
 * @see https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
 */
export function isCorsNonWildcardRequestHeaderName(name: string): boolean {
  // A CORS non-wildcard request-header name is a header name that is a byte-case-insensitive match for `Authorization`.
  return equalsIgnoreAsciiCase(name, "authorization");
}

/**
 * @see https://fetch.spec.whatwg.org/#privileged-no-cors-request-header-name
 */
export function isPrivilegedNoCorsRequestHeaderName(name: string): boolean {
  // A privileged no-CORS request-header name is a header name that is a byte-case-insensitive match for one of
  // - `Range`.
  return equalsIgnoreAsciiCase(name, "range");
}

/**
 * @see https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name
 */
export function isNoCorsSafelistedRequestHeaderName(name: string): boolean {
  // A no-CORS-safelisted request-header name is a header name that is a byte-case-insensitive match for one of
  return (
    // - `Accept`
    equalsIgnoreAsciiCase(name, "accept") ||
    // - `Accept-Language`
    equalsIgnoreAsciiCase(name, "accept-language") ||
    // - `Content-Language`
    equalsIgnoreAsciiCase(name, "content-language") ||
    // - `Content-Type`
    equalsIgnoreAsciiCase(name, "content-type")
  );
}

/**
 * @see https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header
 */
export function isNoCorsSafelistedRequestHeader(name: string, value: string): boolean {
  // 1. If name is not a no-CORS-safelisted request-header name, then return false.
  if (!isNoCorsSafelistedRequestHeaderName(name)) return false;

  // 2. Return whether (name, value) is a CORS-safelisted request-header.
  return isCorsSafelistedRequestHeader(name, value);
}

/**
 * @see https://fetch.spec.whatwg.org/#request-body-header-name
 */
export function isRequestBodyHeaderName(name: string): boolean {
  // A request-body-header name is a header name that is a byte-case-insensitive match for one of:
  return (
    // - `Content-Encoding`
    equalsIgnoreAsciiCase(name, "content-encoding") ||
    // - `Content-Language`
    equalsIgnoreAsciiCase(name, "content-language") ||
    // - `Content-Location`
    equalsIgnoreAsciiCase(name, "content-location") ||
    // - `Content-Type`
    equalsIgnoreAsciiCase(name, "content-type")
  );
}
