import { isAsciiDigit } from "../protocol/http-token.ts";

/** The longest a serialized origin gets: scheme, "://", a DNS name, ":", and a port. */
export const longestOrigin: number = 64 + 3 + 253 + 6;

const longestName = 253;
const longestLabel = 63;

/**
 * Whether value is what a browser may send as the origin of a page with a host.
 *
 * NB: The grammar of `Origin` knows neither `_` in a name nor `-` at the end of a label. URLs do, so browsers send them.
 */
export function isSerializedOrigin(value: string): boolean {
  if (value.length > longestOrigin) return false;
  const scheme = endOfScheme(value);
  if (scheme === 0) return false;
  const host = scheme + 3;
  const isIpv6 = value.charCodeAt(host) === 0x5b;
  const end = isIpv6 ? value.indexOf("]", host) + 1 : endOfName(value, host);
  if (isIpv6 && canonicalHost(value.slice(host, end)) !== value.slice(host, end)) return false;
  return end !== 0 && (end === value.length || (value.charCodeAt(end) === 0x3a && isPort(value, end + 1)));
}

/** Where the scheme of an origin ends and `://` begins; 0 if it has none. Allocates nothing. */
export function endOfScheme(value: string): number {
  const first = value.charCodeAt(0);
  if (!(first >= 0x61 && first <= 0x7a)) return 0;
  for (let position = 1; position < value.length; position++) {
    const code = value.charCodeAt(position);
    if (code === 0x3a) return value.startsWith("://", position) ? position : 0;
    if (!isLowerAlphanum(code) && code !== 0x2b && code !== 0x2d && code !== 0x2e) return 0;
  }
  return 0;
}

/** Where the name that begins at start ends, in lower-case labels of letters, digits, `-` and `_`; 0 if it is none. */
export function endOfName(value: string, start: number): number {
  let label = start;
  let position = start;
  for (; position < value.length; position++) {
    const code = value.charCodeAt(position);
    if (code === 0x2e) {
      if (position === label || position - label > longestLabel) return 0;
      label = position + 1;
    } else if (!isNameCode(code)) {
      break;
    }
  }
  const length = position - label;
  return length === 0 || length > longestLabel || position - start > longestName ? 0 : position;
}

/** Whether value ends with a port from start on: 1 to 65535, as it is serialized. */
export function isPort(value: string, start: number): boolean {
  const length = value.length - start;
  if (length < 1 || length > 5 || value.charCodeAt(start) === 0x30) return false;
  let port = 0;
  for (let position = start; position < value.length; position++) {
    const code = value.charCodeAt(position);
    if (!isAsciiDigit(code)) return false;
    port = port * 10 + (code - 0x30);
  }
  return port <= 65_535;
}

function isNameCode(code: number): boolean {
  return isLowerAlphanum(code) || code === 0x2d || code === 0x5f;
}

function isLowerAlphanum(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || isAsciiDigit(code);
}

/** A host as URLs serialize it; null if they cannot have it. */
export function canonicalHost(host: string): string | null {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return null;
  }
}
