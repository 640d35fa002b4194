import { getPublicSuffix } from "tldts";
import { isLoopback } from "./canonical-origin.ts";

/**
 * Whether anybody can get a name right under host: it is a public suffix, of a registry (`co.uk`) or of a company that
 * hosts its customers there (`github.io`), or a top-level domain that the list does not know.
 */
export function isPublicSuffix(host: string): boolean {
  // Names under localhost never leave the machine.
  if (isLoopback("http", host)) return false;
  return getPublicSuffix(host, { allowPrivateDomains: true }) === host;
}
