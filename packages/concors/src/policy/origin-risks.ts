import { getPublicSuffix } from "tldts";
import { isLoopbackHost } from "../protocol/potentially-trustworthy-origin.ts";
import type { ParsedOriginPattern } from "./origin-pattern.ts";

/** Whether whoever is on a user's network can speak as such an origin. */
export function isOpenToNetwork({ scheme, host }: ParsedOriginPattern): boolean {
  return scheme === "http" && !isLoopbackHost(host);
}

/**
 * Whether anybody can get a name among such origins: what they end with is a public suffix, of a registry (`co.uk`) or of
 * a company that hosts its customers there (`github.io`), or a top-level domain that the list does not know.
 */
export function isOpenToNeighbors({ subdomains, host }: ParsedOriginPattern): boolean {
  // Names under localhost never leave the machine.
  return subdomains && !isLoopbackHost(host) && getPublicSuffix(host, { allowPrivateDomains: true }) === host;
}
