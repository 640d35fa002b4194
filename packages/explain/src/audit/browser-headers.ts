import type { Header } from "concors/protocol";
import { isPotentiallyTrustworthyOrigin, isSameOrigin, isSameSite, originOfUrl, parseOrigin } from "concors/protocol";
import { getDomain } from "tldts";

/**
 * The headers that browsers send with a fetch from a page of an origin, besides those that CORS is about: a server that
 * looks at them has to answer as it would a browser.
 *
 * @see https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-append-the-fetch-metadata-headers-for-a-request
 */
export function browserHeaders(url: URL, origin: string | null): Header[] {
  const target = originOfUrl(url);
  if (origin === null || !isPotentiallyTrustworthyOrigin(target)) return [["Accept", "*/*"]];
  const from = parseOrigin(origin);
  const domainOf = (host: string): string | null => getDomain(host, { allowPrivateDomains: true });
  const isBeside = from !== null && isSameSite(from, target, domainOf);
  const site = from !== null && isSameOrigin(from, target) ? "same-origin" : isBeside ? "same-site" : "cross-site";
  return [
    ["Accept", "*/*"],
    ["Sec-Fetch-Dest", "empty"],
    ["Sec-Fetch-Mode", "cors"],
    ["Sec-Fetch-Site", site],
  ];
}
