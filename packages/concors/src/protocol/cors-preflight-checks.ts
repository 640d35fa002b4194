import { extractHeaderListValues } from "./extract-header-list-values.ts";
import { headerNameMatcher, includesHeaderName } from "./header-name-set.ts";
import { get } from "./header-list.ts";
import type { HeaderList } from "./header-list.ts";
import { isOkStatus } from "./http-status.ts";
import { isCorsSafelistedMethod } from "./method.ts";
import { failure, success } from "./outcome.ts";
import type { Failure, Outcome } from "./outcome.ts";
import type { CredentialsMode } from "./request.ts";
import { isCorsNonWildcardRequestHeaderName } from "./request-header-name.ts";

export type PreflightStatusFailure = Failure<"preflight-status-not-ok">;
export type AllowMethodsFailure = Failure<"allow-methods-invalid">;
export type AllowHeadersFailure = Failure<"allow-headers-invalid">;
export type PreflightMethodFailure = Failure<"method-not-allowed">;

/** A header that the response does not allow. */
export interface PreflightHeaderFailure extends Failure<"header-not-allowed" | "authorization-not-allowed"> {
  readonly name: string;
}

/** What a preflight's response says it allows; null where it says nothing. */
export interface AllowedMethods {
  readonly ok: true;
  readonly methods: readonly string[] | null;
}

/** What a preflight's response says it allows; null where it says nothing. */
export interface AllowedHeaderNames {
  readonly ok: true;
  readonly headerNames: readonly string[] | null;
}

/**
 * CORS-preflight fetch, step 7.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function checkPreflightStatus(status: number): Outcome<PreflightStatusFailure> {
  // 7. If a CORS check for request and response returns success and response's status is an ok status, then:
  return isOkStatus(status) ? success : failure("preflight-status-not-ok", String(status));
}

/**
 * CORS-preflight fetch, steps 7.1, 7.3 and 7.4.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function extractAllowedMethods(
  request: { readonly method: string; readonly useCorsPreflight: boolean },
  headerList: HeaderList,
): AllowedMethods | AllowMethodsFailure {
  // 1. Let methods be the result of extracting header list values given `Access-Control-Allow-Methods` and response's header list.
  let methods = extractHeaderListValues("Access-Control-Allow-Methods", headerList);

  // 3. If either methods or headerNames is failure, return a network error.
  if (methods === "failure") return failure("allow-methods-invalid", get(headerList, "Access-Control-Allow-Methods"));

  // 4. If methods is null and request's use-CORS-preflight flag is set, then set methods to a new list containing request's method.
  // NOTE: This ensures that a CORS-preflight fetch that happened due to request's use-CORS-preflight flag being set is cached.
  if (methods === null && request.useCorsPreflight) methods = [request.method];

  return { ok: true, methods };
}

/**
 * CORS-preflight fetch, steps 7.2 and 7.3.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function extractAllowedHeaderNames(headerList: HeaderList): AllowedHeaderNames | AllowHeadersFailure {
  // 2. Let headerNames be the result of extracting header list values given `Access-Control-Allow-Headers` and response's header list.
  const headerNames = extractHeaderListValues("Access-Control-Allow-Headers", headerList);

  // 3. If either methods or headerNames is failure, return a network error.
  if (headerNames === "failure") {
    return failure("allow-headers-invalid", get(headerList, "Access-Control-Allow-Headers"));
  }
  return { ok: true, headerNames };
}

/**
 * CORS-preflight fetch, step 7.5.
 *
 * @param methods what extractAllowedMethods gave
 * @param headerList the response's, for the failure to quote
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function checkPreflightMethod(
  request: { readonly method: string; readonly credentialsMode: CredentialsMode },
  methods: readonly string[] | null,
  headerList: HeaderList,
): Outcome<PreflightMethodFailure> {
  // 5. If request's method is not in methods, request's method is not a CORS-safelisted method, and request's credentials mode is "include" or methods does not contain `*`, then return a network error.
  if (isCorsSafelistedMethod(request.method)) return success;
  if (methods !== null) {
    if (methods.includes(request.method)) return success;
    if (request.credentialsMode !== "include" && methods.includes("*")) return success;
  }
  return failure("method-not-allowed", get(headerList, "Access-Control-Allow-Methods"));
}

/**
 * CORS-preflight fetch, step 7.6.
 *
 * @param headerNames what extractAllowedHeaderNames gave
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function checkPreflightAuthorization(
  request: { readonly headerList: HeaderList },
  headerNames: readonly string[] | null,
  headerList: HeaderList,
): Outcome<PreflightHeaderFailure> {
  // 6. If one of request's header list's names is a CORS non-wildcard request-header name and is not a byte-case-insensitive match for an item in headerNames, then return a network error.
  for (const [name] of request.headerList) {
    if (!isCorsNonWildcardRequestHeaderName(name)) continue;
    if (headerNames !== null && includesHeaderName(headerNames, name)) return success;
    const allowHeaders = get(headerList, "Access-Control-Allow-Headers");
    return { ok: false, code: "authorization-not-allowed", actual: allowHeaders, name: name.toLowerCase() };
  }
  return success;
}

/**
 * CORS-preflight fetch, step 7.7: the first header that is not allowed.
 *
 * @param headerNames what extractAllowedHeaderNames gave
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function checkPreflightHeaders(
  request: { readonly unsafeNames: readonly string[]; readonly credentialsMode: CredentialsMode },
  headerNames: readonly string[] | null,
  headerList: HeaderList,
): Outcome<PreflightHeaderFailure> {
  const name = disallowedHeaderNames(request, headerNames)[0];
  if (name === undefined) return success;
  return {
    ok: false,
    code: "header-not-allowed",
    actual: get(headerList, "Access-Control-Allow-Headers"),
    name,
  };
}

/**
 * CORS-preflight fetch, step 7.7: every header that is not allowed.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function disallowedHeaderNames(
  request: { readonly unsafeNames: readonly string[]; readonly credentialsMode: CredentialsMode },
  headerNames: readonly string[] | null,
): readonly string[] {
  // 7. For each unsafeName of the CORS-unsafe request-header names with request's header list, if unsafeName is not a byte-case-insensitive match for an item in headerNames and request's credentials mode is "include" or headerNames does not contain `*`, return a network error.
  if (request.unsafeNames.length === 0) return [];
  if (headerNames === null) return request.unsafeNames;
  if (request.credentialsMode !== "include" && headerNames.includes("*")) return [];
  const isAllowed = headerNameMatcher(headerNames);
  return request.unsafeNames.filter((unsafeName) => !isAllowed(unsafeName));
}
