import { isAsciiDigit } from "../protocol/http-token.ts";
import { canonicalHost, endOfName, endOfScheme, isPort, longestOrigin } from "./origin-syntax.ts";

/** A pattern of origins, taken apart. What it prints is what was parsed. */
export interface ParsedOriginPattern {
  readonly scheme: string;
  /** Whether `*.` stands before the host: one or more labels, never none. */
  readonly subdomains: boolean;
  /** The serialized host; an IPv6 address has its brackets. */
  readonly host: string;
  /** The digits; "" for the scheme's default, "*" for any port or none. */
  readonly port: string;
}

/** Parses a pattern; null if it is none, or not written as browsers write origins. Never normalizes anything. */
export function parseOriginPattern(value: string): ParsedOriginPattern | null {
  if (value.length > longestOrigin + "*.".length) return null;
  const schemeEnd = endOfScheme(value);
  if (schemeEnd === 0) return null;
  const scheme = value.slice(0, schemeEnd);
  if (scheme === "file") return null;

  const subdomains = value.startsWith("*.", schemeEnd + 3);
  const hostStart = schemeEnd + 3 + (subdomains ? 2 : 0);
  const isIpv6 = value.charCodeAt(hostStart) === 0x5b;
  const hostEnd = isIpv6 ? value.indexOf("]", hostStart) + 1 : endOfName(value, hostStart);
  if (hostEnd === 0) return null;
  const host = value.slice(hostStart, hostEnd);
  const address = isAddress(host);
  if (address && subdomains) return null;
  // Other hosts are canonical by their letters; asking a URL takes ten times as long as all of this.
  if ((address || host.includes("xn--")) && canonicalHost(host) !== host) return null;

  if (hostEnd === value.length) return { scheme, subdomains, host, port: "" };
  if (value.charCodeAt(hostEnd) !== 0x3a) return null;
  const port = value.slice(hostEnd + 1);
  if (port !== "*" && (!isPort(value, hostEnd + 1) || port === defaultPorts.get(scheme))) return null;
  return { scheme, subdomains, host, port };
}

/** The pattern as it is written. */
export function printOriginPattern({ scheme, subdomains, host, port }: ParsedOriginPattern): string {
  return `${scheme}://${subdomains ? "*." : ""}${host}${port === "" ? "" : `:${port}`}`;
}

/** The ports that browsers leave out, by scheme. */
export const defaultPorts: ReadonlyMap<string, string> = new Map([
  ["ftp", "21"],
  ["http", "80"],
  ["https", "443"],
  ["ws", "80"],
  ["wss", "443"],
]);

/** Whether a host is an IP address, or what a URL takes for one: its last label is a number. */
export function isAddress(host: string): boolean {
  const label = host.lastIndexOf(".", host.length - 2) + 1;
  return (
    host.startsWith("[") || (isAsciiDigit(host.charCodeAt(label)) && /^(?:\d+|0x[\da-f]*)\.?$/i.test(host.slice(label)))
  );
}
