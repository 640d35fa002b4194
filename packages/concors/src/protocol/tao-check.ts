import { getDecodeAndSplitValue } from "./get-decode-and-split.ts";
import { get } from "./header-list.ts";
import type { HeaderList } from "./header-list.ts";
import { failure, success } from "./outcome.ts";
import type { Failure, Outcome } from "./outcome.ts";
import type { RequestMode, ResponseTainting } from "./request.ts";

/** Why a response's timing may not be shared. */
export type TaoCheckFailure = Failure<
  | "timing-allow-failed"
  | "timing-navigation-cross-origin"
  | "timing-allow-origin-missing"
  | "timing-allow-origin-mismatch"
>;

/** What a TAO check asks of a request. */
export interface TaoCheckRequest {
  /** The timing allow failed flag: an earlier response of this fetch failed the check. */
  readonly timingAllowFailed: boolean;
  /** The result of serializing a request origin. */
  readonly serializedOrigin: string;
  readonly mode: RequestMode;
  /** Whether the current URL's origin is same origin with the request's origin. */
  readonly isSameOriginWithCurrentUrl: boolean;
  readonly responseTainting: ResponseTainting;
}

/**
 * Performs a TAO check: may a page see how long this response took?
 *
 * @see https://fetch.spec.whatwg.org/#concept-tao-check
 */
export function taoCheck(request: TaoCheckRequest, headerList: HeaderList): Outcome<TaoCheckFailure> {
  // 1. Assert: request's origin is not "client".
  // 2. If request's timing allow failed flag is set, then return failure.
  if (request.timingAllowFailed) return failure("timing-allow-failed", null);

  // 3. Let values be the result of getting, decoding, and splitting `Timing-Allow-Origin` from response's header list.
  const combined = get(headerList, "Timing-Allow-Origin");
  const values = combined === null ? [] : getDecodeAndSplitValue(combined);

  // 4. If values contains "*", then return success.
  if (values.includes("*")) return success;

  // 5. If values contains the result of serializing a request origin with request, then return success.
  if (values.includes(request.serializedOrigin)) return success;

  // 6. If request's mode is "navigate" and request's current URL's origin is not same origin with request's origin, then return failure.
  // NOTE: This is necessary for navigations of a nested navigable. There, request's origin would be the container document's origin and the TAO check would return failure. Since navigation timing never validates the results of the TAO check, the nested document would still have access to the full timing information, but the container document would not.
  if (request.mode === "navigate" && !request.isSameOriginWithCurrentUrl) {
    return failure("timing-navigation-cross-origin", combined);
  }

  // 7. If request's response tainting is "basic", then return success.
  if (request.responseTainting === "basic") return success;

  // 8. Return failure.
  return failure(combined === null ? "timing-allow-origin-missing" : "timing-allow-origin-mismatch", combined);
}
