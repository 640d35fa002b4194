import { CorsPreflightCache, isCorsSafelistedRequestHeader } from "concors/protocol";
import type { PreflightCache } from "./preflight-cache.ts";
import type { Rules } from "./rules.ts";
import { StandardPreflightCache } from "./standard-preflight-cache.ts";

/** The Fetch standard's answer to every rule; where it leaves a choice, the one its own text suggests. */
export const standardRules: Rules = {
  isCorsSafelistedRequestHeader,
  combinesRequestHeaders: false,
  wildcardCoversAuthorization: false,
  unsafeNames: (_hop, standard) => standard,
  repeatsUnsafeNames: false,
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
  redirectHeaderList: (_hop, standard) => standard,
  redirectMethod: (_method, _status, _isCrossOrigin, standard) => standard,
  recheckRedirect: () => null,
  originHeader: (_request, _hop, standard) => standard,
  cookies: { sameSiteDefault: "lax", thirdParty: "allow", opaqueOriginIsFirstParty: false },
  localNetworkAccess: false,
};
