import { get } from "./header-list.ts";
import type { HeaderList } from "./header-list.ts";
import { isSameOrigin } from "./origin.ts";
import type { Origin } from "./origin.ts";
import { failure, success } from "./outcome.ts";
import type { Failure, Outcome } from "./outcome.ts";

/** @see https://html.spec.whatwg.org/multipage/browsers.html#embedder-policy-value */
export type EmbedderPolicyValue = "unsafe-none" | "credentialless" | "require-corp";

/** Why a response may not be embedded. */
export type CrossOriginResourcePolicyFailure = Failure<
  "corp-same-origin" | "corp-same-site" | "corp-required-by-embedder"
>;

/** What the check asks of a request, its client, and its response. */
export interface CrossOriginResourcePolicyCheckInit {
  readonly origin: Origin;
  /** The value of the embedder policy of the request's client. */
  readonly embedderPolicyValue: EmbedderPolicyValue;
  readonly headerList: HeaderList;
  /** The origin of the response's URL. */
  readonly responseUrlOrigin: Origin;
  /** The response's request-includes-credentials. */
  readonly requestIncludesCredentials: boolean;
  readonly forNavigation?: boolean;
  /** HTML's schemelessly same site, for this user agent's public suffix list. */
  readonly isSchemelesslySameSite: (a: Origin, b: Origin) => boolean;
}

/**
 * Performs a cross-origin resource policy check. Success is the standard's allowed, failure its blocked.
 *
 * NB: Nothing is reported. For what a report-only policy would say, ask the internal check with its value.
 *
 * @see https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check
 */
export function crossOriginResourcePolicyCheck(
  init: CrossOriginResourcePolicyCheckInit,
): Outcome<CrossOriginResourcePolicyFailure> {
  // 1. Set forNavigation to false if it is not given.
  // 2. Let embedderPolicy be settingsObject's policy container's embedder policy.
  // 3. If the cross-origin resource policy internal check with origin, "unsafe-none", response, and forNavigation returns blocked, then return blocked.
  // NOTE: This step is needed because we don't want to report violations not related to Cross-Origin Embedder Policy below.
  const unembedded = crossOriginResourcePolicyInternalCheck({ ...init, embedderPolicyValue: "unsafe-none" });
  if (!unembedded.ok) return unembedded;

  // 5. If the cross-origin resource policy internal check with origin, embedderPolicy's value, response, and forNavigation returns allowed, then return allowed.
  // 7. Return blocked.
  return crossOriginResourcePolicyInternalCheck(init);
}

/**
 * Performs a cross-origin resource policy internal check.
 *
 * @see https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
 */
export function crossOriginResourcePolicyInternalCheck(
  init: CrossOriginResourcePolicyCheckInit,
): Outcome<CrossOriginResourcePolicyFailure> {
  const { origin, embedderPolicyValue, responseUrlOrigin, forNavigation = false } = init;

  // 1. If forNavigation is true and embedderPolicyValue is "unsafe-none", then return allowed.
  if (forNavigation && embedderPolicyValue === "unsafe-none") return success;

  // 2. Let policy be the result of getting `Cross-Origin-Resource-Policy` from response's header list.
  // NOTE: This means that `Cross-Origin-Resource-Policy: same-site, same-origin` ends up as allowed below as it will never match anything, as long as embedderPolicyValue is "unsafe-none". Two or more `Cross-Origin-Resource-Policy` headers will have the same effect.
  const value = get(init.headerList, "Cross-Origin-Resource-Policy");

  // 3. If policy is neither `same-origin`, `same-site`, nor `cross-origin`, then set policy to null.
  let policy: "same-origin" | "same-site" | "cross-origin" | null = null;
  if (value === "same-origin" || value === "same-site" || value === "cross-origin") policy = value;

  // 4. If policy is null, then switch on embedderPolicyValue:
  let isRequiredByEmbedder = false;
  if (policy === null) {
    switch (embedderPolicyValue) {
      // -> "unsafe-none"
      case "unsafe-none":
        // Do nothing.
        break;

      // -> "credentialless"
      case "credentialless":
        // Set policy to `same-origin` if:
        // - response's request-includes-credentials is true, or
        // - forNavigation is true.
        isRequiredByEmbedder = init.requestIncludesCredentials || forNavigation;
        break;

      // -> "require-corp"
      case "require-corp":
        // Set policy to `same-origin`.
        isRequiredByEmbedder = true;
        break;
    }
    if (isRequiredByEmbedder) policy = "same-origin";
  }

  // 5. Switch on policy:
  switch (policy) {
    // -> null
    // -> `cross-origin`
    case null:
    case "cross-origin":
      // Return allowed.
      return success;

    // -> `same-origin`
    case "same-origin":
      // If origin is same origin with response's URL's origin, then return allowed.
      if (isSameOrigin(origin, responseUrlOrigin)) return success;

      // Otherwise, return blocked.
      return failure(isRequiredByEmbedder ? "corp-required-by-embedder" : "corp-same-origin", value);

    // -> `same-site`
    case "same-site":
      // If all of the following are true
      // - origin is schemelessly same site with response's URL's origin
      // - origin's scheme is "https" or response's URL's scheme is not "https"
      // then return allowed.
      if (
        init.isSchemelesslySameSite(origin, responseUrlOrigin) &&
        (hasHttpsScheme(origin) || !hasHttpsScheme(responseUrlOrigin))
      ) {
        return success;
      }

      // Otherwise, return blocked.
      // NOTE: `Cross-Origin-Resource-Policy: same-site` does not consider a response delivered via a secure transport to match a non-secure requesting origin, even if their hosts are otherwise same site. Securely-transported responses will only match a securely-transported initiator.
      return failure("corp-same-site", value);
  }
}

function hasHttpsScheme(origin: Origin): boolean {
  return origin.kind === "tuple" && origin.scheme === "https";
}
