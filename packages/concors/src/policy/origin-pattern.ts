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

export const longestName = 253;

/** The longest a serialized origin gets: scheme, "://", a DNS name, ":", and a port. */
export const longestOrigin: number = 64 + 3 + longestName + 6;

/** 1 to 65535, as it is serialized: the source of a RegExp. */
export const portNumber: string = String.raw`[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5]`;

/**
 * A serialized origin or a pattern of some: scheme, `*.`, host, port. No two parts of it can match the same text.
 *
 * NB: The grammar of `Origin` knows neither `_` in a name nor `-` at the end of a label. URLs do, so browsers send them.
 */
export const originSyntax: RegExp = new RegExp(
  String.raw`^([a-z][a-z\d+.-]*)://(\*\.)?(\[[^\]]+\]|(?:[a-z\d_-]{1,63}\.)*[a-z\d_-]{1,63})(?::(\*|${portNumber}))?$`,
);

/** Whether a pattern spells out the port that its scheme has anyway. */
export const spellsDefaultPort: RegExp = /^(?:ftp:.*:21|(?:http|ws):.*:80|(?:http|ws)s:.*:443)$/;

/** Parses a pattern; null if it is none, or not written as browsers write origins. Never normalizes anything. */
export function parseOriginPattern(value: string): ParsedOriginPattern | null {
  if (value.length > longestOrigin + "*.".length) return null;
  const [, scheme = "file", star, host = "", port = ""] = originSyntax.exec(value) ?? [];
  if (scheme === "file" || (port !== "" && spellsDefaultPort.test(value))) return null;
  const subdomains = star !== undefined;
  const address = isAddress(host);
  if ((address && subdomains) || host.length > longestName) return null;
  // Other hosts are canonical by their letters; asking a URL takes ten times as long as all of this.
  if ((address || host.includes("xn--")) && canonicalHost(host) !== host) return null;
  return { scheme, subdomains, host, port };
}

/** The pattern as it is written. */
export function printOriginPattern({ scheme, subdomains, host, port }: ParsedOriginPattern): string {
  return `${scheme}://${subdomains ? "*." : ""}${host}${port && `:${port}`}`;
}

/** A host as URLs serialize it; null if they cannot have it. */
export function canonicalHost(host: string): string | null {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return null;
  }
}

/** Whether a host is an IP address, or what a URL takes for one: its last label is a number. */
function isAddress(host: string): boolean {
  return /^\[|(?:^|\.)(?:\d+|0x[\da-f]*)$/.test(host);
}
