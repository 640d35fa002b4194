import { includesHeaderName } from "./header-name-set.ts";
import { equalsIgnoreAsciiCase } from "./http-token.ts";

/**
 * @see https://fetch.spec.whatwg.org/#forbidden-response-header-name
 */
export function isForbiddenResponseHeaderName(name: string): boolean {
  // A forbidden response-header name is a header name that is a byte-case-insensitive match for one of:
  // - `Set-Cookie`
  // - `Set-Cookie2`
  return /^Set-Cookie2?$/i.test(name);
}

/**
 * Whether a page of another origin may read a response header, given the names that the server exposes.
 *
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
 */
export function isCorsSafelistedResponseHeaderName(name: string, list: readonly string[]): boolean {
  return isAlwaysCorsSafelisted(name) || (includesHeaderName(list, name) && !isForbiddenResponseHeaderName(name));
}

/** The names that need no exposing. Internal: the half of the definition that does not depend on the list. */
export function isAlwaysCorsSafelisted(name: string): boolean {
  // A CORS-safelisted response-header name, given a list of header names list, is a header name that is a byte-case-insensitive match for one of
  switch (name.length) {
    case 6:
      // - `Pragma`
      return equalsIgnoreAsciiCase(name, "pragma");
    case 7:
      // - `Expires`
      return equalsIgnoreAsciiCase(name, "expires");
    case 12:
      // - `Content-Type`
      return equalsIgnoreAsciiCase(name, "content-type");
    case 13:
      // - `Cache-Control`
      // - `Last-Modified`
      return equalsIgnoreAsciiCase(name, "cache-control") || equalsIgnoreAsciiCase(name, "last-modified");
    case 14:
      // - `Content-Length`
      return equalsIgnoreAsciiCase(name, "content-length");
    case 16:
      // - `Content-Language`
      return equalsIgnoreAsciiCase(name, "content-language");
    default:
      // - Any item in list that is not a forbidden response-header name.
      // NB: The caller's half.
      return false;
  }
}
