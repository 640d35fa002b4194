import { get } from "./header-list.ts";
import type { HeaderList } from "./header-list.ts";
import { failure, success } from "./outcome.ts";
import type { Failure, Outcome } from "./outcome.ts";
import type { CredentialsMode } from "./request.ts";

/** Why a response may not be shared. */
export type CorsCheckFailure = Failure<
  | "allow-origin-missing"
  | "allow-origin-wildcard-with-credentials"
  | "allow-origin-mismatch"
  | "allow-credentials-not-true"
>;

/**
 * Performs a CORS check.
 *
 * @param origin the result of byte-serializing the request's origin
 * @see https://fetch.spec.whatwg.org/#concept-cors-check
 */
export function corsCheck(
  origin: string,
  credentialsMode: CredentialsMode,
  headerList: HeaderList,
): Outcome<CorsCheckFailure> {
  // 1. Let origin be the result of getting `Access-Control-Allow-Origin` from response's header list.
  const allowOrigin = get(headerList, "Access-Control-Allow-Origin");

  // 2. If origin is null, then return failure.
  // NOTE: Null is not `null`.
  if (allowOrigin === null) return failure("allow-origin-missing", null);

  // 3. If request's credentials mode is not "include" and origin is `*`, then return success.
  if (credentialsMode !== "include" && allowOrigin === "*") return success;

  // 4. If the result of byte-serializing a request origin with request is not origin, then return failure.
  if (origin !== allowOrigin) {
    if (allowOrigin === "*") return failure("allow-origin-wildcard-with-credentials", allowOrigin);
    return failure("allow-origin-mismatch", allowOrigin);
  }

  // 5. If request's credentials mode is not "include", then return success.
  if (credentialsMode !== "include") return success;

  // 6. Let credentials be the result of getting `Access-Control-Allow-Credentials` from response's header list.
  const credentials = get(headerList, "Access-Control-Allow-Credentials");

  // 7. If credentials is `true`, then return success.
  if (credentials === "true") return success;

  // 8. Return failure.
  return failure("allow-credentials-not-true", credentials);
}
