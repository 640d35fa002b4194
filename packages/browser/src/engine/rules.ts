import type { CorsCheckFailure, HeaderList, Origin, ResponseTainting } from "concors/protocol";
import type { Client, FetchRequest } from "./fetch-request.ts";
import type { PreflightCache } from "./preflight-cache.ts";
import type { RedirectLocation } from "./redirect-location.ts";
import type { FetchFailure, PreflightCheckName } from "./trace.ts";

/** What a preflight is asked for; the state of the standard's request that judging it reads. */
export interface PreflightRequest {
  readonly serializedOrigin: string;
  readonly method: string;
  readonly headerList: HeaderList;
  readonly unsafeNames: readonly string[];
}

/**
 * The places where engines differ. The algorithm asks these; `standardRules` is the standard's answer to each, and a
 * departure replaces some.
 */
export interface Rules {
  /** Whether a request is made as if its mode were no-cors, though it is cors, and its response used all the same. */
  readonly forgoesCors: (request: FetchRequest) => boolean;
  /** @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
  readonly isCorsSafelistedRequestHeader: (name: string, value: string) => boolean;
  /** Whether a header that a page may set is dropped all the same. */
  readonly dropsRequestHeader: (lowerName: string) => boolean;
  /** Whether headers of one name are combined before they are looked at; the standard keeps them apart. */
  readonly combinesRequestHeaders: boolean;
  /** Whether headers of one name go out as one line, although they were looked at one by one. */
  readonly combinesSentHeaders: boolean;
  /** Whether `Access-Control-Allow-Headers: *` covers `Authorization`. */
  readonly wildcardCoversAuthorization: boolean;
  /** @see https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names */
  readonly corsUnsafeRequestHeaderNames: (
    headerList: HeaderList,
    isSafelisted: (name: string, value: string) => boolean,
  ) => readonly string[];
  /** The CORS-unsafe request-header names that a hop's preflight asks for, given those of its header list. */
  readonly unsafeNames: (hop: HopHistory, standard: readonly string[]) => readonly string[];
  /** Whether a hop needs a preflight although its method and headers do not. */
  readonly forcesPreflight: (hop: HopHistory) => boolean;
  /** The `Origin` of a preflight, given what the request itself will carry. */
  readonly preflightOrigin: (client: Client, serializedRequestOrigin: string) => string;
  /** Whether a preflight to the page's own origin, where a redirect led back to it, is CORS-checked. */
  readonly checksPreflightToOwnOrigin: boolean;
  /** The order in which a preflight's response is checked; the verdict is the same, the reason given is not. */
  readonly preflightChecks: readonly PreflightCheckName[];
  /** Whether a preflight's answer is stored although it refuses the very request it was asked for. */
  readonly storesRefusals: boolean;
  readonly createPreflightCache: (now: () => number) => PreflightCache;
  /** Whether the CORS-preflight cache may answer for this fetch, and keep its answer. */
  readonly usesPreflightCache: (
    request: FetchRequest,
    serializedOrigin: string,
  ) => { readonly match: boolean; readonly store: boolean };
  /** Whether a preflighted fetch that failed so clears the cache entries of its URL. */
  readonly clearsPreflightCache: (failure: FetchFailure) => boolean;
  /** @see https://fetch.spec.whatwg.org/#redirect-status */
  readonly isRedirectStatus: (status: number) => boolean;
  /** Where a redirect leads, of the values of its Location lines; null for nowhere. */
  readonly redirectLocation: (values: readonly string[]) => RedirectLocation;
  /** Whether a redirect to a URL with a username or password is refused, whatever the mode and origins. */
  readonly refusesRedirectToUserinfo: boolean;
  /** The header list after a redirect, given the standard's. */
  readonly redirectHeaderList: (hop: HopHistory, standard: HeaderList) => HeaderList;
  /** The method after a redirect, given the standard's. */
  readonly redirectMethod: (method: string, status: number, isCrossOrigin: boolean, standard: string) => string;
  /** Looks at a redirect's response once more, after the next hop's preflight; null lets it pass. */
  readonly recheckRedirect: (redirect: FollowedRedirect, hop: HopHistory) => CorsCheckFailure | null;
  /** The `Origin` header of a request, given the standard's value; null for none. */
  readonly originHeader: (
    request: FetchRequest,
    hop: HopHistory,
    standard: string | null,
    isSameSite: (a: Origin, b: Origin) => boolean,
  ) => string | null;
  readonly cookies: CookieRules;
  /** Whether a request carries credentials, given the standard's answer. */
  readonly includesCredentials: (request: FetchRequest, hop: HopHistory, standard: boolean) => boolean;
  /** Whether http on loopback is mixed content for an https page, although it is potentially trustworthy. */
  readonly loopbackIsMixedContent: boolean;
  /** Whether a page on a public origin needs a permission to reach a private address. */
  readonly localNetworkAccess: boolean;
  /** Whether keepalive's limit is looked at before anything is sent; the standard does after the preflight. */
  readonly limitsKeepaliveFirst: boolean;
  /** What becomes of a body that is a stream: it takes HTTP/2, it is sent as the text that it is as a string, or it is refused. */
  readonly streamUpload: "http2" | "as-text" | "refused";
  /** Whether data is withheld from an element that asked without CORS, before nosniff is looked at or after it. */
  readonly opaqueResponseBlocking: "before-nosniff" | "after-nosniff" | null;
}

export interface CookieRules {
  /** How a cookie without `SameSite` is treated. */
  readonly sameSiteDefault: "lax" | "none";
  /** What becomes of cookies of a site that is not the page's. */
  readonly thirdParty: "allow" | "partition" | "block";
  /** Whether a page with an opaque origin counts as its URL's site. */
  readonly opaqueOriginIsFirstParty: boolean;
  /** Whether `SameSite=None` is refused without `Secure`. */
  readonly sameSiteNoneNeedsSecure: boolean;
  /** Whether http on loopback counts as secure for `Secure`. */
  readonly loopbackIsSecure: boolean;
}

/** What happened on the hops before. */
export interface HopHistory {
  /** The headers that the page's request began with. */
  readonly firstHeaderList: HeaderList;
  /** CORS-unsafe request-header names that the request began with. */
  readonly firstUnsafeNames: readonly string[];
  /** Whether an earlier hop needed a preflight. */
  preflighted: boolean;
  /** The `Origin` header of the hop before; null if it had none. */
  lastOriginHeader: string | null;
  /** Whether the first hop carried credentials. */
  readonly beganWithCredentials: boolean;
  /** The redirect that led to this hop. */
  redirect: FollowedRedirect | null;
}

/** A redirect, and how its request was sent. */
export interface FollowedRedirect {
  /** The redirecting response's. */
  readonly headerList: HeaderList;
  readonly responseTainting: ResponseTainting;
  readonly serializedOrigin: string;
  /** Whether it leads to another origin, so that Authorization is dropped. */
  readonly isCrossOrigin: boolean;
  /** Whether it takes the body and its headers away. */
  readonly bodyDropped: boolean;
}
