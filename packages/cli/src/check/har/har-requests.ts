import type { Destination } from "@concors/explain";
import type { RequestMode } from "concors/protocol";
import { get, isRedirectStatus } from "concors/protocol";
import { originOf } from "../ways-in/given-request.ts";
import type { Har, HarEntry } from "./har-file.ts";

/** A request that a page began, to another origin. */
export interface HarRequest {
  readonly entry: HarEntry;
  /** The page's address, or one of its origin. */
  readonly pageUrl: string;
  /** Whether the page's origin is opaque. */
  readonly sandboxed: boolean;
  readonly mode: RequestMode;
  readonly destination: Destination;
}

/** The requests to other origins that pages began: no preflights, no hops of redirects, no navigations. */
export function requestsIn({ entries }: Har): HarRequest[] {
  const targets = redirectTargets(entries);
  return entries.flatMap((entry): HarRequest[] => {
    if (isPreflight(entry) || isNavigation(entry) || targets.get(entry.url.href)?.some((at) => at <= entry.at) === true)
      return [];
    const origin = get(entry.requestHeaders, "Origin");
    const sandboxed = origin === "null";
    const page = entry.pageUrl ?? get(entry.requestHeaders, "Referer");
    const pageUrl = sandboxed || origin === null || originOf(page) === origin ? page : origin;
    if (pageUrl === null || originOf(pageUrl) === null) return [];
    if (!sandboxed && originOf(pageUrl) === entry.url.origin) return [];
    return [{ entry, pageUrl, sandboxed, mode: modeOf(entry), destination: destinationOf(entry) }];
  });
}

export function isPreflight({ method, requestHeaders, resourceType }: HarEntry): boolean {
  if (resourceType === "preflight") return true;
  return method === "OPTIONS" && get(requestHeaders, "Access-Control-Request-Method") !== null;
}

function isNavigation({ requestHeaders, resourceType }: HarEntry): boolean {
  const mode = get(requestHeaders, "Sec-Fetch-Mode");
  return resourceType === "document" || resourceType === "websocket" || mode === "navigate" || mode === "websocket";
}

/** Where redirects lead, and when. */
function redirectTargets(entries: readonly HarEntry[]): ReadonlyMap<string, number[]> {
  const targets = new Map<string, number[]>();
  for (const { at, responseHeaders, status, url } of entries) {
    const location = isRedirectStatus(status) ? get(responseHeaders, "Location") : null;
    if (location === null || !URL.canParse(location, url.href)) continue;
    const target = new URL(location, url).href;
    targets.set(target, [...(targets.get(target) ?? []), at]);
  }
  return targets;
}

function modeOf(entry: HarEntry): RequestMode {
  const mode = get(entry.requestHeaders, "Sec-Fetch-Mode");
  if (mode === "cors" || mode === "no-cors" || mode === "same-origin") return mode;
  if (get(entry.requestHeaders, "Origin") !== null) return "cors";
  if (entry.resourceType !== null) {
    return /^(?:image|script|stylesheet|media|ping)$/.test(entry.resourceType) ? "no-cors" : "cors";
  }
  // Whatever needs CORS says who asks; where the kind is not told, what was sent without that needs none.
  return entry.status !== 0 && entry.requestHeaders.length > 0 ? "no-cors" : "cors";
}

const destinations: Readonly<Record<string, Destination>> = {
  eventsource: "eventsource",
  font: "font",
  image: "img",
  ping: "beacon",
  script: "script",
  stylesheet: "style",
  xhr: "xhr",
};

function destinationOf({ resourceType }: HarEntry): Destination {
  return destinations[resourceType ?? ""] ?? "fetch";
}
