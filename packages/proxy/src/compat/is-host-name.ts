import { isIP } from "node:net";
import { parse } from "tldts";

/**
 * Whether something that has no scheme before it is a host: an address, or a name below a top-level domain. Anything else,
 * `favicon.ico` for example, is a page's own mistake.
 */
export function isHostName(hostname: string): boolean {
  if (isIP(hostname) !== 0) return true;
  if (!hostname.includes(".", 1) || hostname.endsWith(".")) return false;
  return parse(hostname, { validateHostname: false }).isIcann === true;
}
