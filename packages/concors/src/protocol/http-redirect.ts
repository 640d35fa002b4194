import type { HeaderList } from "./header-list.ts";
import { isSameOrigin, originOfUrl } from "./origin.ts";
import type { Origin } from "./origin.ts";
import { failure } from "./outcome.ts";
import type { Failure } from "./outcome.ts";
import type { RequestMode, ResponseTainting } from "./request.ts";
import { isCorsNonWildcardRequestHeaderName, isRequestBodyHeaderName } from "./request-header-name.ts";

/** The request that a response redirects. */
export interface HttpRedirectRequest {
  readonly method: string;
  readonly headerList: HeaderList;
  readonly mode: RequestMode;
  readonly responseTainting: ResponseTainting;
  readonly origin: Origin;
  readonly currentUrl: URL;
  readonly redirectCount: number;
  readonly hasBody: boolean;
  /** Whether the body, if any, is a stream that cannot be sent again. */
  readonly bodySourceIsNull: boolean;
}

/** What becomes of the request. */
export interface HttpRedirectSuccess {
  readonly ok: true;
  readonly method: string;
  readonly headerList: HeaderList;
  readonly redirectCount: number;
  /** Whether the request's body was set to null. */
  readonly bodyDropped: boolean;
}

/** Why a redirect is not followed. */
export type RedirectFailure = Failure<
  | "redirect-scheme-not-http"
  | "too-many-redirects"
  | "redirect-url-includes-credentials"
  | "redirect-body-not-replayable"
>;

/**
 * HTTP-redirect fetch, steps 6 to 13.
 *
 * @param status the internal response's
 * @see https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
 */
export function httpRedirect(
  request: HttpRedirectRequest,
  status: number,
  locationUrl: URL,
): HttpRedirectSuccess | RedirectFailure {
  let { method, headerList } = request;

  // 6. If locationURL's scheme is not an HTTP(S) scheme, then return a network error.
  const scheme = locationUrl.protocol;
  if (scheme !== "https:" && scheme !== "http:") return failure("redirect-scheme-not-http", scheme.slice(0, -1));

  // 7. If request's redirect count is 20, then return a network error.
  if (request.redirectCount >= 20) return failure("too-many-redirects", String(request.redirectCount));

  // 8. Increase request's redirect count by 1.
  const redirectCount = request.redirectCount + 1;

  // 9. If request's mode is "cors", locationURL includes credentials, and request's origin is not same origin with locationURL's origin, then return a network error.
  // NB: What is reported is the host: the credentials themselves are nobody's business.
  const locationOrigin = originOfUrl(locationUrl);
  const includesCredentials = locationUrl.username !== "" || locationUrl.password !== "";
  if (request.mode === "cors" && includesCredentials && !isSameOrigin(request.origin, locationOrigin)) {
    return failure("redirect-url-includes-credentials", locationUrl.host);
  }

  // 10. If request's response tainting is "cors" and locationURL includes credentials, then return a network error.
  // NOTE: This catches a cross-origin resource redirecting to a same-origin URL.
  if (request.responseTainting === "cors" && includesCredentials) {
    return failure("redirect-url-includes-credentials", locationUrl.host);
  }

  // 11. If internalResponse's status is not 303, request's body is non-null, and request's body's source is null, then return a network error.
  if (status !== 303 && request.hasBody && request.bodySourceIsNull) {
    return failure("redirect-body-not-replayable", String(status));
  }

  // 12. If one of the following is true
  //     - internalResponse's status is 301 or 302 and request's method is `POST`
  //     - internalResponse's status is 303 and request's method is not `GET` or `HEAD`
  //     then:
  let bodyDropped = false;
  if (
    ((status === 301 || status === 302) && method === "POST") ||
    (status === 303 && method !== "GET" && method !== "HEAD")
  ) {
    // 1. Set request's method to `GET` and request's body to null.
    method = "GET";
    bodyDropped = true;

    // 2. For each headerName of request-body-header name, delete headerName from request's header list.
    headerList = headerList.filter(([name]) => !isRequestBodyHeaderName(name));
  }

  // 13. If request's current URL's origin is not same origin with locationURL's origin, then for each headerName of CORS non-wildcard request-header name, delete headerName from request's header list.
  // NOTE: I.e., the moment another origin is seen after the initial request, the `Authorization` header is removed.
  if (!isSameOrigin(originOfUrl(request.currentUrl), locationOrigin)) {
    headerList = headerList.filter(([name]) => !isCorsNonWildcardRequestHeaderName(name));
  }

  return { ok: true, method, headerList, redirectCount, bodyDropped };
}
