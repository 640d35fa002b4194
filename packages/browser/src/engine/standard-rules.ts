import { CorsPreflightCache, corsUnsafeRequestHeaderNames, isCorsSafelistedRequestHeader } from "concors/protocol";
import type { PreflightCache } from "./preflight-cache.ts";
import type { Rules } from "./rules.ts";
import { StandardPreflightCache } from "./standard-preflight-cache.ts";

/** The Fetch standard's answer to every rule; where it leaves a choice, the one its own text suggests. */
export const standardRules: Rules = {
  isCorsSafelistedRequestHeader,
  combinesRequestHeaders: false,
  wildcardCoversAuthorization: false,
  unsafeNames: (request) => corsUnsafeRequestHeaderNames(request.headerList, isCorsSafelistedRequestHeader),
  forcesPreflight: () => false,
  preflightOrigin: (_request, serializedRequestOrigin) => serializedRequestOrigin,
  preflightChecks: [
    "cors-check",
    "preflight-status",
    "allow-methods-syntax",
    "allow-headers-syntax",
    "preflight-method",
    "preflight-authorization",
    "preflight-headers",
  ],
  createPreflightCache: (now): PreflightCache => new StandardPreflightCache(new CorsPreflightCache({ now })),
  usesPreflightCache: () => ({ match: true, store: true }),
  redirectMethod: (_method, _status, _isCrossOrigin, standard) => standard,
  recheckRedirect: () => null,
  originHeader: (_request, _hop, standard) => standard,
  cookies: { sameSiteDefault: "lax", thirdParty: "allow", opaqueOriginIsFirstParty: false },
  localNetworkAccess: false,
};
