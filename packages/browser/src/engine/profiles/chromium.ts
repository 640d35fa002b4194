import { isCorsSafelistedRequestHeader } from "concors/protocol";
import type { CacheMode } from "../fetch-request.ts";
import { PreflightResultCache } from "../preflight-result-cache.ts";
import type { Departure, Profile } from "../profile.ts";
import { profile } from "../profile.ts";
import { hasOnlyNumbersBelow } from "../range-numbers.ts";
import { oneLocation } from "../redirect-location.ts";
import {
  isCredentialedSandboxedRequestToOwnSite,
  keepaliveIsLimitedFirst,
  opaqueResponseBlocking,
  signedInteger,
  wildcardCoversAuthorization,
} from "./shared.ts";

const decimal = /^[0-9]+(?:\.[0-9]+)?$/;
const digits = /^[0-9]+$/;

/**
 * The client hints that need no preflight, each with the values it may have.
 *
 * @see https://source.chromium.org/chromium/chromium/src/+/main:services/network/public/cpp/cors/cors.cc
 */
const clientHints: Readonly<Record<string, RegExp>> = {
  "device-memory": decimal,
  downlink: decimal,
  dpr: decimal,
  ect: /^(?:slow-2g|2g|3g|4g)$/,
  rtt: digits,
  "save-data": /^on$/i,
  "viewport-width": digits,
  width: digits,
};

const departures: readonly Departure[] = [
  {
    id: "client-hints-are-safelisted",
    does: "Save-Data, DPR, Width, Viewport-Width, Device-Memory, RTT, Downlink and ECT, with a value of theirs, need no preflight.",
    standard: "Only Accept, Accept-Language, Content-Language, Content-Type and Range are CORS-safelisted.",
    source: "services/network/public/cpp/cors/cors.cc, IsCorsSafelistedHeader",
    scenario: "s11-0",
    rules: {
      isCorsSafelistedRequestHeader: (name, value) => {
        const lowerName = name.toLowerCase();
        const hint = Object.hasOwn(clientHints, lowerName) ? clientHints[lowerName] : undefined;
        if (hint !== undefined) return value.length <= 128 && hint.test(value);
        if (lowerName === "range" && !hasOnlyNumbersBelow(2n ** 63n - 1n, value)) return false;
        return isCorsSafelistedRequestHeader(name, value);
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
  {
    id: "user-agent-is-the-browsers",
    does: "A page's User-Agent header is dropped.",
    standard: "A page may set it, and it needs a preflight.",
    source: "https://issues.chromium.org/issues/40450316",
    scenario: "edge-950",
    rules: { dropsRequestHeader: (lowerName) => lowerName === "user-agent" },
  },
  wildcardCoversAuthorization("s11-114"),
  keepaliveIsLimitedFirst("third_party/blink/renderer/core/fetch/fetch_manager.cc"),
  {
    id: "preflight-redirect-comes-first",
    does: "A preflight's redirect is refused before its headers are looked at.",
    standard: "The CORS check and the status are one step.",
    source: "services/network/cors/preflight_controller.cc",
    scenario: "console:pf-redirect-nocors",
    rules: {
      preflightChecks: [
        "preflight-redirect",
        "cors-check",
        "preflight-status",
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
    does: "The cache keeps the last preflight's result for a URL, at most two hours, for 1024 URLs shorter than 1024; one that is not enough is dropped.",
    standard: "Each method and header name is an entry of its own.",
    source: "services/network/cors/preflight_cache.cc",
    scenario: "s12-1973",
    rules: {
      createPreflightCache: (now) =>
        new PreflightResultCache(
          {
            maxAge: chromiumMaxAge,
            wildcardCoversAuthorization: false,
            wildcardIsOfTheRequest: false,
            maxEntries: 1024,
            maxUrlLength: 1023,
          },
          now,
        ),
    },
  },
  {
    id: "preflight-cache-obeys-the-cache-mode",
    does: "An opaque origin, or a cache mode of no-cache, reload or no-store, is not answered from the cache; nor is the first or the last kept in it.",
    standard: "Neither has to do with the CORS-preflight cache.",
    source: "services/network/cors/preflight_controller.cc, PerformPreflightCheck",
    scenario: "s11-544",
    rules: {
      usesPreflightCache: ({ cacheMode }, serializedOrigin) => {
        const hasOrigin = serializedOrigin !== "null";
        return { match: hasOrigin && !freshCacheModes.has(cacheMode), store: hasOrigin && cacheMode !== "no-store" };
      },
    },
  },
  {
    id: "location-is-read-leniently",
    does: "Equal Location lines count as one, and an empty Location as none.",
    standard: "Two are a network error, and an empty one leads to the same URL.",
    source: "net/http/http_response_headers.cc, IsRedirect",
    scenario: "s104-292",
    rules: { redirectLocation: (values) => (values.length === 1 && values[0] === "" ? null : oneLocation(values)) },
  },
  {
    id: "redirect-to-userinfo-is-refused",
    does: "A redirect to a URL with a username or password is refused even within one origin, and in no-cors mode.",
    standard: "Only a CORS request's is.",
    source: "services/network/cors/cors_url_loader.cc, CheckRedirectLocation",
    scenario: "edge-398",
    rules: { refusesRedirectToUserinfo: true },
  },
  {
    id: "local-network-access",
    does: "A page on a public address needs the user's permission to reach a private one, and https to ask for it.",
    standard: "Local Network Access is a draft of its own.",
    source: "https://wicg.github.io/local-network-access/",
    scenario: "page-context:public-http-to-loopback",
    rules: { localNetworkAccess: true },
  },
  opaqueResponseBlocking("before-nosniff"),
  {
    id: "sandboxed-no-cors-names-its-origin",
    does: "A no-cors GET with credentials from a sandboxed frame to its page's own site carries Origin: null.",
    standard: "A no-cors GET has no Origin.",
    scenario: "s11-646",
    rules: {
      originHeader: (request, _hop, standard, isSameSite) =>
        isCredentialedSandboxedRequestToOwnSite(request, isSameSite) ? "null" : standard,
    },
  },
];

const freshCacheModes: ReadonlySet<CacheMode> = new Set(["no-cache", "reload", "no-store"]);

/** Two hours; a value that is no number counts as absent. */
function chromiumMaxAge(value: string | null): number {
  const seconds = signedInteger(value);
  return seconds === null ? 5 : Math.min(Math.max(seconds, 0), 7200);
}

export const chromium: Profile = profile("chromium", "Chromium 156", departures);
