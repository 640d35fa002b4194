import type { Header } from "concors/protocol";
import {
  isPotentiallyTrustworthyOrigin,
  isSameOrigin,
  isSameSite,
  originOfUrl,
  parseOrigin,
  serializeOrigin,
} from "concors/protocol";
import { getDomain } from "tldts";

/**
 * The headers that browsers send with a fetch from a page of an origin, besides those that CORS is about: a server that
 * looks at them has to answer as it would a browser.
 *
 * @see https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-append-the-fetch-metadata-headers-for-a-request
 * @see https://w3c.github.io/webappsec-referrer-policy/#referrer-policy-strict-origin-when-cross-origin
 */
export function browserHeaders(url: URL, origin: string | null): Header[] {
  const target = originOfUrl(url);
  const from = origin === null ? null : parseOrigin(origin);
  const isTrustworthy = isPotentiallyTrustworthyOrigin(target);
  // What is no origin is nobody's page.
  const isPage = from !== null && serializeOrigin(from) === origin && origin !== "null";
  // A page that chose no referrer policy says where it is, but not by http if it is of https.
  const isSaid = isPage && (isTrustworthy || !isPotentiallyTrustworthyOrigin(from));
  const referrer: Header[] = isSaid ? [["Referer", `${origin}/`]] : [];
  if (origin === null || !isTrustworthy) return [["Accept", "*/*"], ...referrer];
  const domainOf = (host: string): string | null => getDomain(host, { allowPrivateDomains: true });
  const isBeside = from !== null && isSameSite(from, target, domainOf);
  const site = from !== null && isSameOrigin(from, target) ? "same-origin" : isBeside ? "same-site" : "cross-site";
  return [
    ["Accept", "*/*"],
    ["Sec-Fetch-Dest", "empty"],
    ["Sec-Fetch-Mode", "cors"],
    ["Sec-Fetch-Site", site],
    ...referrer,
  ];
}
