import {
  isCorsNonWildcardRequestHeaderName,
  isCorsSafelistedRequestHeader,
  isRequestBodyHeaderName,
} from "concors/protocol";
import { PreflightTokenCache } from "../preflight-token-cache.ts";
import type { Departure, Profile } from "../profile.ts";
import { profile } from "../profile.ts";
import { hasOnlyNumbersBelow } from "../range-numbers.ts";
import { oneLocation } from "../redirect-location.ts";
import type { HopHistory } from "../rules.ts";
import {
  isCredentialedSandboxedRequestToOwnSite,
  keepaliveIsLimitedFirst,
  opaqueResponseBlocking,
  wildcardCoversAuthorization,
} from "./shared.ts";

const departures: readonly Departure[] = [
  {
    id: "non-ascii-is-unsafe",
    does: "A byte above 0x7F in Accept or Content-Type, or a comma in Content-Type, needs a preflight.",
    standard: "Only control bytes and delimiters are unsafe.",
    source: "dom/base/nsContentUtils.cpp, IsCorsUnsafeRequestHeaderValue",
    scenario: "s11-1274",
    rules: {
      isCorsSafelistedRequestHeader: (name, value) => {
        if (!isCorsSafelistedRequestHeader(name, value)) return false;
        const lower = name.toLowerCase();
        if (lower === "range") return hasOnlyNumbersBelow(2n ** 64n, value);
        if (lower === "content-type") return !hasNonAscii(value) && lastMimeTypeIsSafelisted(value);
        return lower !== "accept" || !hasNonAscii(value);
      },
    },
  },
  {
    id: "unsafe-names-are-a-list",
    does: "Access-Control-Request-Headers names a header once for each of its unsafe lines, and the sum of values has no limit.",
    standard: "The names are a set, and 1024 bytes of safelisted values are the most.",
    source: "dom/fetch/InternalHeaders.cpp, GetUnsafeHeaders",
    scenario: "edge-288",
    rules: {
      corsUnsafeRequestHeaderNames: (headerList, isSafelisted) =>
        headerList
          .filter(([name, value]) => !isSafelisted(name, value))
          .map(([name]) => name.toLowerCase())
          .sort(),
    },
  },
  {
    id: "sent-headers-are-combined",
    does: "Headers of one name are looked at one by one, and go out as one line.",
    standard: "Each header of the list goes out.",
    source: "dom/fetch/FetchDriver.cpp, SetRequestHeaders",
    scenario: null,
    rules: { combinesSentHeaders: true },
  },
  {
    id: "equal-locations-are-one",
    does: "Equal Location lines count as one.",
    standard: "Two are a network error.",
    scenario: "s104-292",
    rules: { redirectLocation: oneLocation },
  },
  wildcardCoversAuthorization("s11-114"),
  keepaliveIsLimitedFirst("netwerk/base/nsLoadGroup.cpp, GetTotalKeepAliveBytes"),
  opaqueResponseBlocking("after-nosniff"),
  {
    id: "stream-is-sent-as-text",
    does: 'A body that is a stream is sent as the text "[object ReadableStream]", which needs no preflight.',
    standard: "A stream is sent as it comes, after a preflight, and over HTTP/2.",
    source: "https://bugzilla.mozilla.org/show_bug.cgi?id=1387483",
    scenario: "console:stream-body-h1",
    rules: { streamUpload: "as-text" },
  },
  {
    id: "preflight-after-redirect-names-the-page",
    does: "After a cross-origin redirect the preflight carries the page's origin, the request itself null.",
    standard: "Both carry null.",
    source: "netwerk/protocol/http/nsCORSListenerProxy.cpp, StartCORSPreflight",
    scenario: "s11-82",
    rules: { preflightOrigin: (client) => client.serializedOrigin },
  },
  {
    id: "preflight-is-sticky",
    does: "Once a hop needed a preflight every hop after it gets one, asking for the headers the request began with.",
    standard: "Each hop is looked at anew.",
    source: "netwerk/protocol/http/HttpBaseChannel.cpp, SetupReplacementChannel",
    scenario: "s11-60",
    rules: {
      forcesPreflight: (hop) => hop.preflighted || hop.firstUnsafeNames.length > 0,
      redirectHeaderList: (hop) => hop.firstHeaderList.filter(([name]) => survivesRedirect(hop, name)),
      unsafeNames: (hop) => hop.firstUnsafeNames.filter((name) => survivesRedirect(hop, name)),
    },
  },
  {
    id: "preflight-to-own-origin-is-not-checked",
    does: "A preflight that a redirect led back to the page's own origin needs no Access-Control-Allow-Origin.",
    standard: "Once a request was cross-origin every response is CORS-checked.",
    source: "netwerk/protocol/http/nsCORSListenerProxy.cpp, CheckRequestApproved",
    scenario: "s11-1153",
    rules: { checksPreflightToOwnOrigin: false },
  },
  {
    id: "preflight-cache-obeys-the-cache-mode",
    does: "A cache mode of reload or no-store is not answered from the cache.",
    standard: "The cache mode is the HTTP cache's.",
    scenario: "s11-1564",
    rules: {
      usesPreflightCache: ({ cacheMode }) => ({
        match: cacheMode !== "reload" && cacheMode !== "no-store",
        store: true,
      }),
    },
  },
  {
    id: "refused-redirect-keeps-the-cache",
    does: "A redirect that the redirect mode refuses leaves the CORS-preflight cache as it is.",
    standard: "Any network error clears the URL's entries.",
    scenario: "s101-531",
    rules: { clearsPreflightCache: ({ code }) => code !== "redirect-mode-error" },
  },
  {
    id: "preflight-methods-come-before-headers",
    does: "The method is judged before Access-Control-Allow-Headers is parsed.",
    standard: "Both lists are parsed before either is looked at.",
    source: "netwerk/protocol/http/nsCORSListenerProxy.cpp, CheckPreflightRequestApproved",
    scenario: null,
    rules: {
      preflightChecks: [
        "cors-check",
        "preflight-redirect",
        "preflight-status",
        "allow-methods-syntax",
        "preflight-method",
        "allow-headers-syntax",
        "preflight-authorization",
        "preflight-headers",
      ],
    },
  },
  {
    id: "preflight-cache-merges-tokens",
    does: "The cache adds up what preflights listed, a day at most, for the last 100 URLs; * in it matches nothing, and an invalid max-age stores nothing.",
    standard: "* matches, and an invalid max-age counts as five seconds.",
    source: "netwerk/protocol/http/nsCORSListenerProxy.cpp, nsPreflightCache",
    scenario: "s11-246",
    rules: { createPreflightCache: (now) => new PreflightTokenCache(firefoxMaxAge, now) },
  },
  {
    id: "third-party-cookies-are-partitioned",
    does: "Cookies without SameSite are sent cross-site, from a jar of the page's own.",
    standard: "Left to cookies: Lax by default in the latest draft.",
    source: "https://developer.mozilla.org/docs/Web/Privacy/State_Partitioning",
    scenario: "s12-1528",
    rules: {
      cookies: {
        sameSiteDefault: "none",
        thirdParty: "partition",
        opaqueOriginIsFirstParty: false,
        sameSiteNoneNeedsSecure: true,
        loopbackIsSecure: true,
      },
    },
  },
  {
    id: "sandboxed-no-cors-names-its-origin",
    does: "A no-cors GET with credentials from a sandboxed frame to its page's own site carries Origin: null, until a redirect leads to another origin.",
    standard: "A no-cors GET has no Origin.",
    scenario: "s11-646",
    rules: {
      originHeader: (request, hop, standard, isSameSite) =>
        hop.redirect?.isCrossOrigin !== true && isCredentialedSandboxedRequestToOwnSite(request, isSameSite)
          ? "null"
          : standard,
    },
  },
];

/** Only the last redirect counts: what an earlier one took away is there again. */
function survivesRedirect({ redirect }: HopHistory, name: string): boolean {
  if (redirect === null) return true;
  if (redirect.bodyDropped && isRequestBodyHeaderName(name)) return false;
  return !(redirect.isCrossOrigin && isCorsNonWildcardRequestHeaderName(name));
}

function hasNonAscii(value: string): boolean {
  for (let at = 0; at < value.length; at++) if (value.charCodeAt(at) > 0x7f) return true;
  return false;
}

/** Firefox takes the last of several comma-separated types. */
function lastMimeTypeIsSafelisted(value: string): boolean {
  const comma = value.lastIndexOf(",");
  return comma === -1 || isCorsSafelistedRequestHeader("content-type", value.slice(comma + 1).trim());
}

/** A day at most; 0, that is not stored, if the value is not digits alone. */
function firefoxMaxAge(value: string | null): number {
  if (value === null || value === "") return 5;
  return /^[0-9]+$/.test(value) ? Math.min(Number(value), 86_400) : 0;
}

export const firefox: Profile = profile("firefox", "Firefox 153 ESR", departures);
