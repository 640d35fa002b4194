import { isPotentiallyTrustworthyOrigin } from "../protocol/potentially-trustworthy-origin.ts";
import { defaultPorts, parseOriginPattern, printOriginPattern } from "./origin-pattern.ts";
import { canonicalHost } from "./origin-syntax.ts";

const parts =
  /^(?:(\*|[a-z][a-z\d+.-]*):\/+|\/\/)?(?:[^/?#\\@]*@)?(\*{1,2}\.|\.)?(\[[^\]]*\]|[^/?#\\:[\]@]*)(?::(\*|\d{1,9}))?:?(?:[/?#\\].*)?$/is;

/** How a pattern has to be written that was meant by value; null if that is not clear. */
export function canonicalOriginPattern(value: string): string | null {
  const matched = parts.exec(value.trim());
  if (matched === null) return null;
  const [, schemeMeant, subdomains, hostMeant = "", portMeant] = matched;
  const host = canonicalHost(hostMeant.endsWith(".") ? hostMeant.slice(0, -1) : hostMeant);
  // A word alone may be anything: half an address, or a scheme whose colon is missing.
  if (host === null || (schemeMeant === undefined && !/[.\]]/.test(host) && !isLoopback("http", host))) return null;
  const scheme = schemeMeant === undefined || schemeMeant === "*" ? likelyScheme(host) : schemeMeant.toLowerCase();
  const port = portMeant === undefined || portMeant === "*" ? portMeant : String(Number(portMeant));
  const pattern = printOriginPattern({
    scheme,
    subdomains: subdomains !== undefined,
    host,
    port: port === undefined || port === defaultPorts.get(scheme) ? "" : port,
  });
  return parseOriginPattern(pattern) === null ? null : pattern;
}

function likelyScheme(host: string): string {
  return isLoopback("http", host) ? "http" : "https";
}

/** Whether what an origin sends and gets stays on one machine, or is encrypted. */
export function isLoopback(scheme: string, host: string): boolean {
  return isPotentiallyTrustworthyOrigin({ kind: "tuple", scheme, host, port: null });
}
