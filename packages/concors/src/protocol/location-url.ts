import type { HeaderList } from "./header-list.ts";
import { equalsIgnoreAsciiCase } from "./http-token.ts";

/**
 * The location URL of a response whose status is a redirect status. Null: it does not say where to go.
 *
 * @param baseUrl the response's URL
 * @param requestFragment as URL's hash getter gives it, "" for null
 * @see https://fetch.spec.whatwg.org/#concept-response-location-url
 */
export function locationUrl(headerList: HeaderList, baseUrl: URL, requestFragment: string): URL | null | "failure" {
  // 1. If response's status is not a redirect status, then return null.
  // NB: The caller asks isRedirectStatus.

  // 2. Let location be the result of extracting header list values given `Location` and response's header list.
  // AD-HOC: Its ABNF (URI-reference) is not enforced but for being single: servers send spaces and raw UTF-8, and every browser follows them.
  let value: string | null = null;
  for (const header of headerList) {
    if (!equalsIgnoreAsciiCase(header[0], "Location")) continue;
    if (value !== null) return "failure";
    value = header[1];
  }
  if (value === null) return null;

  // 3. If location is a header value, then set location to the result of parsing location with response's URL.
  let location: URL;
  try {
    location = new URL(percentEncodeNonAscii(value), baseUrl);
  } catch {
    return "failure";
  }

  // 4. If location is a URL whose fragment is null, then set location's fragment to requestFragment.
  // NB: The fragment of "/#" is empty and not null, which only href can tell.
  if (requestFragment !== "" && !location.href.includes("#")) location.hash = requestFragment;

  // 5. Return location.
  return location;
}

/**
 * AD-HOC: A header value is bytes and the URL parser takes characters. Browsers keep the bytes, whatever their encoding.
 *
 * @see https://github.com/whatwg/fetch/issues/883
 */
function percentEncodeNonAscii(value: string): string {
  return value.replace(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}
