import { isSameOrigin, serializeOrigin } from "./origin.ts";
import type { Origin } from "./origin.ts";
import type { ReferrerPolicy, RequestMode, ResponseTainting } from "./request.ts";

/** @see https://fetch.spec.whatwg.org/#concept-request-tainted-origin */
export type RedirectTaint = "same-origin" | "same-site" | "cross-site";

/**
 * How far a request has been led astray by redirects.
 *
 * @param urlList the origins of request's URL list, the first one first
 * @see https://fetch.spec.whatwg.org/#concept-request-tainted-origin
 */
export function redirectTaint(
  origin: Origin,
  urlList: readonly Origin[],
  isSameSite: (a: Origin, b: Origin) => boolean,
): RedirectTaint {
  // 1. Assert: request's origin is not "client".
  // 2. Let lastURL be null.
  let lastUrl: Origin | null = null;

  // 3. Let taint be "same-origin".
  let taint: RedirectTaint = "same-origin";

  // 4. For each url of request's URL list:
  for (const url of urlList) {
    // 1. If lastURL is null, then set lastURL to url and continue.
    if (lastUrl === null) {
      lastUrl = url;
      continue;
    }

    // 2. If url's origin is not same site with lastURL's origin and request's origin is not same site with lastURL's origin, then return "cross-site".
    if (!isSameSite(url, lastUrl) && !isSameSite(origin, lastUrl)) return "cross-site";

    // 3. If url's origin is not same origin with lastURL's origin and request's origin is not same origin with lastURL's origin, then set taint to "same-site".
    if (!isSameOrigin(url, lastUrl) && !isSameOrigin(origin, lastUrl)) taint = "same-site";

    // 4. Set lastURL to url.
    lastUrl = url;
  }

  // 5. Return taint.
  return taint;
}

/**
 * Serializes a request origin. Byte-serializing it gives the same string here.
 *
 * @see https://fetch.spec.whatwg.org/#serializing-a-request-origin
 */
export function serializeRequestOrigin(origin: Origin, taint: RedirectTaint): string {
  // 1. Assert: request's origin is not "client".
  // 2. If request's redirect-taint is not "same-origin", then return "null".
  if (taint !== "same-origin") return "null";

  // 3. Return request's origin, serialized.
  return serializeOrigin(origin);
}

/** What a request says about where it comes from. */
export interface RequestOriginHeaderInit {
  /** The result of byte-serializing a request origin. */
  readonly serializedOrigin: string;
  readonly origin: Origin;
  readonly responseTainting: ResponseTainting;
  readonly mode: RequestMode;
  readonly method: string;
  readonly referrerPolicy: ReferrerPolicy;
  readonly currentUrlOrigin: Origin;
}

/**
 * Appends a request `Origin` header: returns the value to append, or null when the request goes without.
 *
 * NOTE: A request's referrer policy is taken into account for all fetches where the fetcher did not explicitly opt into sharing their origin with the server, e.g., via using the CORS protocol.
 *
 * @see https://fetch.spec.whatwg.org/#append-a-request-origin-header
 */
export function requestOriginHeader(request: RequestOriginHeaderInit): string | null {
  // 1. Assert: request's origin is not "client".
  // 2. Let serializedOrigin be the result of byte-serializing a request origin with request.
  const { serializedOrigin, mode, method, origin, currentUrlOrigin } = request;

  // 3. If request's response tainting is "cors" or request's mode is either "websocket" or "webtransport", then append (`Origin`, serializedOrigin) to request's header list.
  if (request.responseTainting === "cors" || mode === "websocket" || mode === "webtransport") return serializedOrigin;

  // 4. Otherwise, if request's method is neither `GET` nor `HEAD`, then:
  if (method !== "GET" && method !== "HEAD") {
    // 1. If request's mode is not "cors", then switch on request's referrer policy:
    if (mode !== "cors") {
      switch (request.referrerPolicy) {
        // -> "no-referrer"
        case "no-referrer":
          // Set serializedOrigin to `null`.
          return "null";

        // -> "no-referrer-when-downgrade"
        // -> "strict-origin"
        // -> "strict-origin-when-cross-origin"
        case "no-referrer-when-downgrade":
        case "strict-origin":
        case "strict-origin-when-cross-origin":
          // If request's origin is a tuple origin, its scheme is "https", and request's current URL's scheme is not "https", then set serializedOrigin to `null`.
          if (hasHttpsScheme(origin) && !hasHttpsScheme(currentUrlOrigin)) return "null";
          break;

        // -> "same-origin"
        case "same-origin":
          // If request's origin is not same origin with request's current URL's origin, then set serializedOrigin to `null`.
          if (!isSameOrigin(origin, currentUrlOrigin)) return "null";
          break;

        // -> Otherwise
        default:
        // Do nothing.
      }
    }

    // 2. Append (`Origin`, serializedOrigin) to request's header list.
    return serializedOrigin;
  }

  return null;
}

function hasHttpsScheme(origin: Origin): boolean {
  return origin.kind === "tuple" && origin.scheme === "https";
}
