import { corsUnsafeRequestHeaderNames } from "./cors-unsafe-request-header-names.ts";
import type { Header, HeaderList } from "./header-list.ts";
import { isCorsSafelistedMethod } from "./method.ts";

/** What decides whether a request is preceded by a CORS-preflight request. */
export interface CorsPreflightRequest {
  readonly method: string;
  readonly headerList: HeaderList;
  readonly useCorsPreflight: boolean;
}

/** What a CORS-preflight cache answers for one request. */
export interface CorsPreflightCacheMatches {
  readonly method: (method: string) => boolean;
  readonly headerName: (headerName: string) => boolean;
}

/** One thing about a request that a server has to allow first. */
export type PreflightReason =
  | { readonly kind: "flag" }
  | { readonly kind: "method"; readonly method: string }
  | { readonly kind: "header"; readonly name: string };

/**
 * Everything that makes a CORS-preflight fetch necessary, of a request whose mode is "cors" and which crosses origins.
 *
 * @param unsafeNames the CORS-unsafe request-header names with request's header list
 * @param cached without it, nothing is cached
 * @see https://fetch.spec.whatwg.org/#concept-http-fetch
 */
export function corsPreflightReasons(
  request: CorsPreflightRequest,
  unsafeNames: readonly string[] = corsUnsafeRequestHeaderNames(request.headerList),
  cached?: CorsPreflightCacheMatches,
): PreflightReason[] {
  const reasons: PreflightReason[] = [];

  // - There is no method cache entry match for request's method using request, and either request's method is not a CORS-safelisted method or request's use-CORS-preflight flag is set.
  const isMethodSafelisted = isCorsSafelistedMethod(request.method);
  if ((request.useCorsPreflight || !isMethodSafelisted) && cached?.method(request.method) !== true) {
    if (request.useCorsPreflight) reasons.push({ kind: "flag" });
    if (!isMethodSafelisted) reasons.push({ kind: "method", method: request.method });
  }

  // - There is at least one item in the CORS-unsafe request-header names with request's header list for which there is no header-name cache entry match using request.
  for (const name of unsafeNames) {
    if (cached?.headerName(name) !== true) reasons.push({ kind: "header", name });
  }
  return reasons;
}

/**
 * Whether any of the reasons holds.
 *
 * @see https://fetch.spec.whatwg.org/#concept-http-fetch
 */
export function needsCorsPreflight(
  request: CorsPreflightRequest,
  unsafeNames: readonly string[] = corsUnsafeRequestHeaderNames(request.headerList),
  cached?: CorsPreflightCacheMatches,
): boolean {
  // - There is no method cache entry match for request's method using request, and either request's method is not a CORS-safelisted method or request's use-CORS-preflight flag is set.
  const isMethodUnsafe = request.useCorsPreflight || !isCorsSafelistedMethod(request.method);
  if (isMethodUnsafe && cached?.method(request.method) !== true) return true;

  // - There is at least one item in the CORS-unsafe request-header names with request's header list for which there is no header-name cache entry match using request.
  for (const name of unsafeNames) {
    if (cached?.headerName(name) !== true) return true;
  }
  return false;
}

/**
 * The headers that CORS-preflight fetch gives a CORS-preflight request.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function corsPreflightHeaders(method: string, unsafeNames: readonly string[]): Header[] {
  // 2. Append (`Accept`, `*/*`) to preflight's header list.
  // 3. Append (`Access-Control-Request-Method`, request's method) to preflight's header list.
  const headerList: Header[] = [
    ["Accept", "*/*"],
    ["Access-Control-Request-Method", method],
  ];

  // 4. Let headers be the CORS-unsafe request-header names with request's header list.
  // 5. If headers is not empty, then:
  if (unsafeNames.length > 0) {
    // 1. Let value be the items in headers separated from each other by `,`.
    const value = unsafeNames.join(",");

    // 2. Append (`Access-Control-Request-Headers`, value) to preflight's header list.
    // NOTE: This intentionally does not use combine, as 0x20 following 0x2C is not the way this was implemented, for better or worse.
    headerList.push(["Access-Control-Request-Headers", value]);
  }
  return headerList;
}
