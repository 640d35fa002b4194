import { getDecodeAndSplitValue } from "./get-decode-and-split.ts";
import { asciiLowercase } from "./http-token.ts";
import { isForbiddenMethod } from "./method.ts";

const forbiddenName =
  /^(?:accept-(?:charset|encoding)|access-control-request-(?:headers|method)|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|via|(?:proxy|sec)-.*)$/is;

const methodOverrideNames: ReadonlySet<string> = new Set([
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
]);

/**
 * NOTE: These are forbidden so the user agent remains in full control over them.
 *
 * @see https://fetch.spec.whatwg.org/#forbidden-request-header
 */
export function isForbiddenRequestHeader(name: string, value: string): boolean {
  // 1. If name is a byte-case-insensitive match for one of:
  //    NB: The names are above.
  //    then return true.
  // 2. If name when byte-lowercased starts with `proxy-` or `sec-`, then return true.
  if (isForbiddenRequestHeaderName(name)) return true;

  // 3. If name is a byte-case-insensitive match for one of:
  //    - `X-HTTP-Method`
  //    - `X-HTTP-Method-Override`
  //    - `X-Method-Override`
  //    then:
  if (methodOverrideNames.has(asciiLowercase(name))) {
    // 1. Let parsedValues be the result of getting, decoding, and splitting value.
    const parsedValues = getDecodeAndSplitValue(value);

    // 2. For each method of parsedValues: if the isomorphic encoding of method is a forbidden method, then return true.
    for (const method of parsedValues) {
      if (isForbiddenMethod(method)) return true;
    }
  }

  // 4. Return false.
  return false;
}

/** Whether a header is forbidden whatever its value: steps 1 and 2. Internal. */
export function isForbiddenRequestHeaderName(name: string): boolean {
  return forbiddenName.test(name);
}
