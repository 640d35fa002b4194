import type { FailedFetch } from "./failed-fetch.ts";
import { refusedNames } from "./refused-names.ts";

/**
 * The headers that a preflight does not allow, in WebKit's spelling and order: those that it has a number for come
 * first, in its own spelling, then the others as the page wrote them; both as they were set.
 *
 * @see https://github.com/WebKit/WebKit/blob/main/Source/WebCore/platform/network/HTTPHeaderMap.h
 */
export function refusedNamesInOrder(failed: FailedFetch): string[] {
  const refused = refusedNames(failed);
  const set = failed.request.headers.map(([name]) => name).filter((name) => refused.has(name.toLowerCase()));
  const common = set.flatMap((name) => commonNames.get(name.toLowerCase()) ?? []);
  const named = new Set([...common, ...set].map((name) => name.toLowerCase()));
  const uncommon = set.filter((name) => !commonNames.has(name.toLowerCase()));
  // What the browser added itself, such as a body's Content-Type.
  const added = [...refused].filter((name) => !named.has(name)).map((name) => commonNames.get(name) ?? name);
  return [...common, ...uncommon, ...added];
}

/** Those that a page may set and that are not CORS-safelisted whatever they say. */
const commonNames: ReadonlyMap<string, string> = new Map(
  [
    "Accept",
    "Accept-Language",
    "Accept-Ranges",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
    "Age",
    "Authorization",
    "Cache-Control",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Location",
    "Content-Range",
    "Content-Security-Policy",
    "Content-Security-Policy-Report-Only",
    "Content-Type",
    "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Default-Style",
    "ETag",
    "Expires",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Last-Event-ID",
    "Last-Modified",
    "Link",
    "Location",
    "Ping-From",
    "Ping-To",
    "Pragma",
    "Purpose",
    "Range",
    "Referrer-Policy",
    "Refresh",
    "Report-To",
    "Server-Timing",
    "Service-Worker",
    "Service-Worker-Allowed",
    "SourceMap",
    "Strict-Transport-Security",
    "Timing-Allow-Origin",
    "Upgrade-Insecure-Requests",
    "User-Agent",
    "Vary",
    "X-Content-Type-Options",
    "X-DNS-Prefetch-Control",
    "X-Frame-Options",
    "X-SourceMap",
    "X-Temp-Tablet",
    "X-XSS-Protection",
  ].map((name) => [name.toLowerCase(), name]),
);
