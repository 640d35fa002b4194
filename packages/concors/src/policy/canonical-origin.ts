import { isLoopbackHost } from "../protocol/potentially-trustworthy-origin.ts";
import { canonicalHost, parseOriginPattern, printOriginPattern, spellsDefaultPort } from "./origin-pattern.ts";

const parts =
  /^(?:(\*|[a-z][a-z\d+.-]*):\/+|\/\/)?(?:[^/?#\\@]*@)?(\*{1,2}\.|\.)?(\[[^\]]*\]|[^/?#\\:[\]@]*)(?::(\*|\d{1,9}))?:?(?:[/?#\\].*)?$/is;

/** How a pattern has to be written that was meant by value; null if that is not clear. */
export function canonicalOriginPattern(value: string): string | null {
  const [, schemeMeant, subdomains, hostMeant, portMeant = ""] = parts.exec(value.trim()) ?? [];
  const host = hostMeant === undefined ? null : canonicalHost(hostMeant.replace(/\.$/, ""));
  if (host === null) return null;
  const isLoopback = isLoopbackHost(host);
  // A word alone may be anything: half an address, or a scheme whose colon is missing.
  if (schemeMeant === undefined && !/[.\]]/.test(host) && !isLoopback) return null;
  const likely = isLoopback ? "http" : "https";
  const pattern = printOriginPattern({
    scheme: (schemeMeant?.replace("*", "") || likely).toLowerCase(),
    subdomains: subdomains !== undefined,
    host,
    port: portMeant.replace(/^0+(?=\d)/, ""),
  });
  const fix = spellsDefaultPort.test(pattern) ? pattern.replace(/:\d+$/, "") : pattern;
  return parseOriginPattern(fix) && fix;
}
