import { getDecodeAndSplitValue } from "./get-decode-and-split.ts";
import { asciiLowercase } from "./http-token.ts";
import { isForbiddenMethod } from "./method.ts";

const forbiddenNames: ReadonlySet<string> = new Set([
  "accept-charset",
  "accept-encoding",
  "access-control-request-headers",
  "access-control-request-method",
  "connection",
  "content-length",
  "cookie",
  "cookie2",
  "date",
  "dnt",
  "expect",
  "host",
  "keep-alive",
  "origin",
  "referer",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

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
  const lowercased = asciiLowercase(name);

  // 1. If name is a byte-case-insensitive match for one of:
  //    NB: The names are above.
  //    then return true.
  if (forbiddenNames.has(lowercased)) return true;

  // 2. If name when byte-lowercased starts with `proxy-` or `sec-`, then return true.
  if (lowercased.startsWith("proxy-") || lowercased.startsWith("sec-")) return true;

  // 3. If name is a byte-case-insensitive match for one of:
  //    - `X-HTTP-Method`
  //    - `X-HTTP-Method-Override`
  //    - `X-Method-Override`
  //    then:
  if (methodOverrideNames.has(lowercased)) {
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
