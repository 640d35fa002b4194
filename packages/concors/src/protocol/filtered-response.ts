import { extractHeaderListValues } from "./extract-header-list-values.ts";
import type { Header, HeaderList } from "./header-list.ts";
import { headerNameMatcher } from "./header-name-set.ts";
import { asciiLowercase } from "./http-token.ts";
import type { CredentialsMode } from "./request.ts";
import { isAlwaysCorsSafelisted, isForbiddenResponseHeaderName } from "./response-header.ts";

/** @see https://fetch.spec.whatwg.org/#concept-response-type */
export type ResponseType = "basic" | "cors" | "default" | "error" | "opaque" | "opaqueredirect";

/**
 * The header list of a basic filtered response.
 *
 * @see https://fetch.spec.whatwg.org/#concept-filtered-response-basic
 */
export function basicFilteredHeaderList(list: HeaderList): Header[] {
  // A basic filtered response is a filtered response whose type is "basic" and header list excludes any headers in internal response's header list whose name is a forbidden response-header name.
  return list.filter(([name]) => !isForbiddenResponseHeaderName(name));
}

/**
 * The CORS-exposed header-name list that main fetch gives a response.
 *
 * @see https://fetch.spec.whatwg.org/#main-fetch
 */
export function corsExposedHeaderNameList(list: HeaderList, credentialsMode: CredentialsMode): string[] {
  // 1. Let headerNames be the result of extracting header list values given `Access-Control-Expose-Headers` and response's header list.
  const headerNames = extractHeaderListValues("Access-Control-Expose-Headers", list);

  // NB: The standard's third step says "non-null or failure", and cannot mean to store failure as a list: neither is exposed.
  if (headerNames === null || headerNames === "failure") return [];

  // 2. If request's credentials mode is not "include" and headerNames contains `*`, then set response's CORS-exposed header-name list to all unique header names in response's header list.
  if (credentialsMode !== "include" && headerNames.includes("*")) {
    return [...new Set(list.map(([name]) => asciiLowercase(name)))];
  }

  // 3. Otherwise, if headerNames is non-null or failure, then set response's CORS-exposed header-name list to headerNames.
  // NOTE: One of the headerNames can still be `*` at this point, but will only match a header whose name is `*`.
  return headerNames;
}

/**
 * The header list of a CORS filtered response.
 *
 * @see https://fetch.spec.whatwg.org/#concept-filtered-response-cors
 */
export function corsFilteredHeaderList(list: HeaderList, exposedNames: readonly string[]): Header[] {
  // A CORS filtered response is a filtered response whose type is "cors" and header list excludes any headers in internal response's header list whose name is not a CORS-safelisted response-header name, given internal response's CORS-exposed header-name list.
  const isExposed = headerNameMatcher(exposedNames);
  return list.filter(
    ([name]) => isAlwaysCorsSafelisted(name) || (isExposed(name) && !isForbiddenResponseHeaderName(name)),
  );
}
