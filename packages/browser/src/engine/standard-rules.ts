import {
  CorsPreflightCache,
  corsUnsafeRequestHeaderNames,
  isCorsSafelistedRequestHeader,
  isRedirectStatus,
} from "concors/protocol";
import type { PreflightCache } from "./preflight-cache.ts";
import { ambiguousLocation } from "./redirect-location.ts";
import { hasOnlyNumbersBelow } from "./range-numbers.ts";
import type { Rules } from "./rules.ts";
import { StandardPreflightCache } from "./standard-preflight-cache.ts";

/** The Fetch standard's answer to every rule; where it leaves a choice, the one its own text suggests. */
export const standardRules: Rules = {
  forgoesCors: () => false,
  // AD-HOC: The standard sets no limit to the numbers of a Range. Every browser has one, at 64 bits or just below.
  isCorsSafelistedRequestHeader: (name, value) =>
    isCorsSafelistedRequestHeader(name, value) &&
    (name.toLowerCase() !== "range" || hasOnlyNumbersBelow(2n ** 64n, value)),
  dropsRequestHeader: () => false,
  combinesRequestHeaders: false,
  combinesSentHeaders: false,
  wildcardCoversAuthorization: false,
  corsUnsafeRequestHeaderNames,
  unsafeNames: (_hop, standard) => standard,
  forcesPreflight: () => false,
  preflightOrigin: (_client, serializedRequestOrigin) => serializedRequestOrigin,
  checksPreflightToOwnOrigin: true,
  preflightChecks: [
    "cors-check",
    "preflight-status",
    "allow-methods-syntax",
    "allow-headers-syntax",
    "preflight-method",
    "preflight-authorization",
    "preflight-headers",
  ],
  storesRefusals: false,
  createPreflightCache: (now): PreflightCache => new StandardPreflightCache(new CorsPreflightCache({ now })),
  usesPreflightCache: () => ({ match: true, store: true }),
  clearsPreflightCache: () => true,
  isRedirectStatus,
  redirectLocation: ([first = null, ...others]) => (others.length > 0 ? ambiguousLocation : first),
  refusesRedirectToUserinfo: false,
  redirectHeaderList: (_hop, standard) => standard,
  redirectMethod: (_method, _status, _isCrossOrigin, standard) => standard,
  recheckRedirect: () => null,
  originHeader: (_request, _hop, standard) => standard,
  cookies: {
    sameSiteDefault: "lax",
    thirdParty: "allow",
    opaqueOriginIsFirstParty: false,
    sameSiteNoneNeedsSecure: true,
    loopbackIsSecure: true,
  },
  includesCredentials: (_request, _hop, standard) => standard,
  loopbackIsMixedContent: false,
  localNetworkAccess: false,
  limitsKeepaliveFirst: false,
  streamUpload: "http2",
  opaqueResponseBlocking: null,
};
