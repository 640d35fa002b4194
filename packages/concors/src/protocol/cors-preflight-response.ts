import { corsCheck } from "./cors-check.ts";
import type { CorsCheckFailure } from "./cors-check.ts";
import {
  checkPreflightAuthorization,
  checkPreflightHeaders,
  checkPreflightMethod,
  checkPreflightStatus,
  extractAllowedHeaderNames,
  extractAllowedMethods,
} from "./cors-preflight-checks.ts";
import type {
  AllowHeadersFailure,
  AllowMethodsFailure,
  PreflightHeaderFailure,
  PreflightMethodFailure,
  PreflightStatusFailure,
} from "./cors-preflight-checks.ts";
import { extractMaxAge } from "./extract-header-list-values.ts";
import type { HeaderList } from "./header-list.ts";
import type { CredentialsMode } from "./request.ts";

/** The request that a CORS-preflight request asks for, and what its user agent decided. */
export interface CorsPreflightJudgement {
  /** The result of byte-serializing the request's origin. */
  readonly serializedOrigin: string;
  readonly method: string;
  readonly headerList: HeaderList;
  /** The CORS-unsafe request-header names with headerList. */
  readonly unsafeNames: readonly string[];
  /** The request's: the preflight itself never has credentials. */
  readonly credentialsMode: CredentialsMode;
  readonly useCorsPreflight: boolean;
  /** The user agent's imposed limit on max-age, in seconds. */
  readonly maxAgeLimit?: number;
  /** AD-HOC: Some engines let `*` cover `Authorization`; their profiles say so here. */
  readonly wildcardCoversAuthorization?: boolean;
}

/** The response to a CORS-preflight request. */
export interface CorsPreflightResponse {
  readonly status: number;
  readonly headerList: HeaderList;
}

/** What a CORS-preflight cache may store. */
export interface CorsPreflightSuccess {
  readonly ok: true;
  readonly methods: readonly string[];
  readonly headerNames: readonly string[];
  /** In seconds. */
  readonly maxAge: number;
}

/** Why the request is not sent. */
export type CorsPreflightFailure =
  | CorsCheckFailure
  | PreflightStatusFailure
  | AllowMethodsFailure
  | AllowHeadersFailure
  | PreflightMethodFailure
  | PreflightHeaderFailure;

/**
 * CORS-preflight fetch, from step 7 on: may the request be sent?
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function judgeCorsPreflightResponse(
  request: CorsPreflightJudgement,
  response: CorsPreflightResponse,
): CorsPreflightSuccess | CorsPreflightFailure {
  const { headerList } = response;

  // 7. If a CORS check for request and response returns success and response's status is an ok status, then:
  // NOTE: The CORS check is done on request rather than preflight to ensure the correct credentials mode is used.
  const shared = corsCheck(request.serializedOrigin, request.credentialsMode, headerList);
  if (!shared.ok) return shared;
  const status = checkPreflightStatus(response.status);
  if (!status.ok) return status;

  // 1. Let methods be the result of extracting header list values given `Access-Control-Allow-Methods` and response's header list.
  const allowedMethods = extractAllowedMethods(request, headerList);

  // 2. Let headerNames be the result of extracting header list values given `Access-Control-Allow-Headers` and response's header list.
  const allowedHeaderNames = extractAllowedHeaderNames(headerList);

  // 3. If either methods or headerNames is failure, return a network error.
  if (!allowedMethods.ok) return allowedMethods;
  if (!allowedHeaderNames.ok) return allowedHeaderNames;
  const { methods } = allowedMethods;
  const { headerNames } = allowedHeaderNames;

  // 5. If request's method is not in methods, request's method is not a CORS-safelisted method, and request's credentials mode is "include" or methods does not contain `*`, then return a network error.
  const method = checkPreflightMethod(request, methods, headerList);
  if (!method.ok) return method;

  // 6. If one of request's header list's names is a CORS non-wildcard request-header name and is not a byte-case-insensitive match for an item in headerNames, then return a network error.
  if (request.wildcardCoversAuthorization !== true) {
    const authorization = checkPreflightAuthorization(request, headerNames, headerList);
    if (!authorization.ok) return authorization;
  }

  // 7. For each unsafeName of the CORS-unsafe request-header names with request's header list, if unsafeName is not a byte-case-insensitive match for an item in headerNames and request's credentials mode is "include" or headerNames does not contain `*`, return a network error.
  const headers = checkPreflightHeaders(request, headerNames, headerList);
  if (!headers.ok) return headers;

  const maxAge = preflightMaxAge(headerList, request.maxAgeLimit);
  return { ok: true, methods: methods ?? [], headerNames: headerNames ?? [], maxAge };
}

/**
 * How many seconds a preflight's answer keeps: CORS-preflight fetch, steps 7.8 to 7.10.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function preflightMaxAge(headerList: HeaderList, limit: number = Infinity): number {
  // 8. Let max-age be the result of extracting header list values given `Access-Control-Max-Age` and response's header list.
  let maxAge = extractMaxAge(headerList);

  // 9. If max-age is failure or null, then set max-age to 5.
  if (maxAge === "failure" || maxAge === null) maxAge = 5;

  // 10. If max-age is greater than an imposed limit on max-age, then set max-age to the imposed limit.
  return Math.min(maxAge, limit);
}
