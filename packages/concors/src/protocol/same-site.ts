import type { Origin } from "./origin.ts";

/**
 * The registrable domain of a serialized host; null when it has none: an IP address, or itself a public suffix.
 *
 * @see https://url.spec.whatwg.org/#host-registrable-domain
 */
export type RegistrableDomain = (host: string) => string | null;

/**
 * @see https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site
 */
export function isSchemelesslySameSite(a: Origin, b: Origin, registrableDomain: RegistrableDomain): boolean {
  // 1. If A and B are the same opaque origin, then return true.
  if (a === b) return true;

  // 2. If A and B are both tuple origins, then:
  if (a.kind === "tuple" && b.kind === "tuple") {
    // 1. Let hostA be A's host, and let hostB be B's host.
    const hostA = a.host;
    const hostB = b.host;

    // 2. If hostA equals hostB and hostA's registrable domain is null, then return true.
    // NB: Equal hosts are same site whatever their registrable domain is, and need no look-up.
    if (hostA === hostB) return true;

    // 3. If hostA's registrable domain equals hostB's registrable domain and is non-null, then return true.
    const domainA = registrableDomain(hostA);
    if (domainA !== null && domainA === registrableDomain(hostB)) return true;
  }

  // 3. Return false.
  return false;
}

/**
 * @see https://html.spec.whatwg.org/multipage/browsers.html#same-site
 */
export function isSameSite(a: Origin, b: Origin, registrableDomain: RegistrableDomain): boolean {
  // NB: HTML compares what obtaining a site gives: an opaque origin, or a scheme and a registrable domain, or a host that has none.
  if (a.kind === "tuple" && b.kind === "tuple" && a.scheme !== b.scheme) return false;
  return isSchemelesslySameSite(a, b, registrableDomain);
}
