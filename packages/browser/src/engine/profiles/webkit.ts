import { corsCheck, isCorsSafelistedRequestHeader } from "concors/protocol";
import { PreflightResultCache } from "../preflight-result-cache.ts";
import type { Departure, Profile } from "../profile.ts";
import { profile } from "../profile.ts";
import { hasOnlyNumbersBelow } from "../range-numbers.ts";
import { ambiguousLocation } from "../redirect-location.ts";
import { keepaliveIsLimitedFirst, signedInteger, wildcardCoversAuthorization } from "./shared.ts";

const departures: readonly Departure[] = [
  {
    id: "range-is-parsed-leniently",
    does: "A Range of BYTES=0-5 or bytes=+0-5 needs no preflight.",
    standard: "The unit is `bytes`, in lower case, and a number is digits.",
    scenario: "s12-928",
    rules: {
      isCorsSafelistedRequestHeader: (name, value) => {
        if (name.toLowerCase() !== "range") return isCorsSafelistedRequestHeader(name, value);
        const plainValue = value.toLowerCase().replace(/([=-])[+](?=[0-9])/g, "$1");
        return isCorsSafelistedRequestHeader(name, plainValue) && hasOnlyNumbersBelow(2n ** 64n, value);
      },
    },
  },
  {
    id: "request-headers-are-combined",
    does: "Headers of one name are one header, so the limit of 128 bytes counts their values together.",
    standard: "Each header is looked at on its own.",
    scenario: "s11-18",
    rules: { combinesRequestHeaders: true },
  },
  wildcardCoversAuthorization("s12-1213"),
  keepaliveIsLimitedFirst("Source/WebCore/loader/cache/KeepaliveRequestTracker.cpp, tryRegisterRequest"),
  {
    id: "stream-is-refused",
    does: "A body that is a stream is a NotSupportedError.",
    standard: "A stream is sent as it comes, after a preflight, and over HTTP/2.",
    source: "Source/WebCore/Modules/fetch/FetchRequest.cpp, setBody",
    scenario: "console:stream-body-h1",
    rules: { streamUpload: "refused" },
  },
  {
    id: "preflight-is-sticky",
    does: "Once a hop needed a preflight every hop after it gets one, asking for the headers the request began with.",
    standard: "Each hop is looked at anew.",
    source: "Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp, checkCORSRedirectedRequest",
    scenario: "s11-60",
    rules: {
      forcesPreflight: (hop) => hop.preflighted,
      unsafeNames: (hop) => hop.firstUnsafeNames,
    },
  },
  {
    id: "preflight-status-comes-first",
    does: "A preflight's status is looked at before its headers, redirects included.",
    standard: "The CORS check and the status are one step.",
    source: "Source/WebCore/loader/CrossOriginAccessControl.cpp, validatePreflightResponse",
    scenario: "console:pf-404",
    rules: {
      preflightChecks: [
        "preflight-status",
        "cors-check",
        "allow-methods-syntax",
        "allow-headers-syntax",
        "preflight-method",
        "preflight-authorization",
        "preflight-headers",
      ],
    },
  },
  {
    id: "preflight-cache-keeps-results-whole",
    does: "The cache keeps the last preflight's result for a URL, at most ten minutes; * in it covers Authorization.",
    standard: "Each method and header name is an entry of its own.",
    source: "Source/WebCore/loader/CrossOriginPreflightResultCache.cpp",
    scenario: "s11-428",
    rules: {
      storesRefusals: true,
      createPreflightCache: (now) =>
        new PreflightResultCache(
          {
            maxAge: webkitMaxAge,
            wildcardCoversAuthorization: true,
            wildcardIsOfTheRequest: true,
            maxEntries: Infinity,
            maxUrlLength: Infinity,
          },
          now,
        ),
    },
  },
  {
    id: "cross-origin-redirect-of-delete-becomes-get",
    does: "A cross-origin redirect turns DELETE into GET, whatever the status.",
    standard: "Only 303 does; 301 and 302 do it to POST.",
    source: "Source/WebKit/NetworkProcess/soup/NetworkDataTaskSoup.cpp, shouldRedirectAsGET",
    scenario: "s11-95",
    rules: {
      redirectMethod: (method, _status, isCrossOrigin, standard) =>
        isCrossOrigin && method === "DELETE" ? "GET" : standard,
    },
  },
  {
    id: "origin-header-stays",
    does: "A same-origin redirect from POST to GET keeps the Origin header.",
    standard: "A same-origin GET has none.",
    scenario: "s11-75",
    rules: {
      originHeader: (_request, { redirect, lastOriginHeader }, standard) =>
        standard ?? (redirect !== null && !redirect.isCrossOrigin ? lastOriginHeader : null),
    },
  },
  {
    id: "redirect-is-checked-with-the-first-credentials",
    does: "A request that began same-origin with credentials needs them allowed by every cross-origin redirect.",
    standard: "The request's credentials mode decides, and same-origin is not include.",
    source: "Source/WebCore/loader/SubresourceLoader.cpp, checkRedirectionCrossOriginAccessControl",
    scenario: "s11-98",
    rules: {
      recheckRedirect: ({ responseTainting, serializedOrigin, headerList }, { beganWithCredentials }) => {
        if (!beganWithCredentials || responseTainting !== "cors") return null;
        const outcome = corsCheck(serializedOrigin, "include", headerList);
        return outcome.ok ? null : outcome;
      },
    },
  },
  {
    id: "third-party-cookies-are-blocked",
    does: "Cookies of another site are neither sent nor stored; a sandboxed frame counts as its page's site.",
    standard: "Left to cookies: an opaque origin is same-site with nothing.",
    scenario: "s11-384",
    rules: {
      cookies: {
        sameSiteDefault: "none",
        thirdParty: "block",
        opaqueOriginIsFirstParty: true,
        sameSiteNoneNeedsSecure: false,
        loopbackIsSecure: false,
      },
    },
  },
  {
    id: "no-cors-keeps-its-credentials",
    does: "A no-cors request that began same-origin with credentials carries them wherever it is redirected.",
    standard: "Credentials mode same-origin ends at the first other origin.",
    scenario: "edge-835",
    rules: {
      includesCredentials: (request, hop, standard) =>
        request.mode === "no-cors" && request.credentialsMode === "same-origin" ? hop.beganWithCredentials : standard,
    },
  },
  {
    id: "tainted-origin-is-not-cached",
    does: "A preflight after a cross-origin redirect is neither kept nor spared: each such request has a new origin.",
    standard: "The serialized origin null is what counts.",
    source: "Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp, checkCORSRedirectedRequest",
    scenario: "s101-237",
    rules: {
      usesPreflightCache: ({ client }, serializedOrigin) => {
        const isPagesOwn = serializedOrigin === client.serializedOrigin;
        return { match: isPagesOwn, store: isPagesOwn };
      },
    },
  },
  {
    id: "fonts-need-no-cors",
    does: "A font is asked for without an Origin, and loads whatever the answer allows.",
    standard: "A font's request is a CORS request.",
    scenario: "console:font",
    rules: { forgoesCors: ({ initiator }) => initiator === "font" },
  },
  {
    id: "loopback-is-mixed-content",
    does: "A request of an https page to http://localhost or http://127.0.0.1 is blocked as mixed content.",
    standard: "Loopback is potentially trustworthy.",
    source: "https://bugs.webkit.org/show_bug.cgi?id=171934",
    scenario: "page-context:mixed-loopback-ip",
    rules: { loopbackIsMixedContent: true },
  },
  {
    id: "unknown-3xx-redirects",
    does: "Any 3xx but 300, 304, 305 and 306 is a redirect.",
    standard: "301, 302, 303, 307 and 308 are.",
    scenario: "edge-892",
    rules: {
      isRedirectStatus: (status) => status > 300 && status < 400 && status !== 304 && status !== 305 && status !== 306,
    },
  },
  {
    id: "locations-are-combined",
    does: "Several Location lines are one, their values combined; an empty one is an error.",
    standard: "Two are a network error, and an empty one leads to the same URL.",
    scenario: "edge-514",
    rules: {
      redirectLocation: (values) => (values.length === 0 ? null : values.join(", ") || ambiguousLocation),
    },
  },
];

/** Ten minutes at most; what is not a number counts as absent. */
function webkitMaxAge(value: string | null): number {
  const seconds = signedInteger(value);
  return seconds === null ? 5 : Math.min(seconds, 600);
}

export const webkit: Profile = profile("webkit", "WebKitGTK 2.50", departures);
