import { isAsciiDigit } from "./http-token.ts";
import type { TupleOrigin } from "./origin.ts";

/**
 * Parses what a browser may send as `Origin`, per the ABNF of the header; null when value is not a serialized-origin.
 * What it accepts, serializeOrigin gives back byte for byte.
 *
 * @see https://fetch.spec.whatwg.org/#origin-header
 */
export function parseOrigin(value: string): TupleOrigin | null {
  // serialized-origin = serialized-scheme "://" serialized-host [ ":" serialized-port ]
  const schemeEnd = endOfScheme(value);
  if (schemeEnd === 0 || !value.startsWith("://", schemeEnd)) return null;

  // serialized-host = serialized-ipv4 / "[" serialized-ipv6 "]" / serialized-domain
  // NB: Every serialized-ipv4 is also a serialized-domain.
  const hostStart = schemeEnd + 3;
  const hostEnd = value.charCodeAt(hostStart) === 0x5b ? endOfIpv6(value, hostStart) : endOfDomain(value, hostStart);
  if (hostEnd === null) return null;

  let port: number | null = null;
  if (hostEnd < value.length) {
    port = value.charCodeAt(hostEnd) === 0x3a ? parsePort(value, hostEnd + 1) : null;
    if (port === null) return null;
  }
  return { kind: "tuple", scheme: value.slice(0, schemeEnd), host: value.slice(hostStart, hostEnd), port };
}

/**
 * Whether value is what an `Origin` header may hold.
 *
 * @see https://fetch.spec.whatwg.org/#origin-header
 */
export function isOriginOrNull(value: string): boolean {
  // origin-or-null = serialized-origin / %s"null" ; case-sensitive
  return value === "null" || parseOrigin(value) !== null;
}

function endOfScheme(value: string): number {
  // serialized-scheme = lower-alpha *( lower-alphanum / "+" / "-" / "." )
  if (!isLowerAlpha(value.charCodeAt(0))) return 0;
  let position = 1;
  while (position < value.length) {
    const code = value.charCodeAt(position);
    if (!isLowerAlphanum(code) && code !== 0x2b && code !== 0x2d && code !== 0x2e) break;
    position++;
  }
  return position;
}

function endOfDomain(value: string, start: number): number | null {
  // serialized-domain = *( domain-label "." ) domain-label
  // domain-label = lower-alphanum / ( lower-alphanum *( lower-alphanum / "-" ) lower-alphanum )
  let previous = 0x2e;
  let position = start;
  for (; position < value.length; position++) {
    const code = value.charCodeAt(position);
    if (code === 0x2e || code === 0x2d) {
      // A label begins and ends with a letter or digit.
      if (previous === 0x2e || (previous === 0x2d && code === 0x2e)) return null;
    } else if (!isLowerAlphanum(code)) {
      break;
    }
    previous = code;
  }
  return isLowerAlphanum(previous) ? position : null;
}

/** The position after the bracket that closes the one at start. */
function endOfIpv6(value: string, start: number): number | null {
  // serialized-ipv6 = 7( h16 ":" ) h16 / […] / [ *5( h16 ":" ) h16 ] "::"
  // NB: That is eight blocks, or, around one "::", at most six.
  let blocks = 0;
  let compressed = false;
  let position = start + 1;
  if (value.startsWith("::", position)) {
    compressed = true;
    position += 2;
  }
  while (blocks < 8 && value.charCodeAt(position) !== 0x5d) {
    const end = endOfH16(value, position);
    if (end === position) return null;
    blocks++;
    position = end;
    if (value.charCodeAt(position) !== 0x3a) break;
    position++;
    if (value.charCodeAt(position) === 0x3a) {
      if (compressed) return null;
      compressed = true;
      position++;
    } else if (value.charCodeAt(position) === 0x5d) {
      return null;
    }
  }
  if (value.charCodeAt(position) !== 0x5d) return null;
  return (compressed ? blocks <= 6 : blocks === 8) ? position + 1 : null;
}

function endOfH16(value: string, start: number): number {
  // h16 = "0" / ( non-zero-hex 0*3hex )
  if (value.charCodeAt(start) === 0x30) return start + 1;
  let position = start;
  while (position < start + 4 && isLowerHex(value.charCodeAt(position))) position++;
  return position;
}

function parsePort(value: string, start: number): number | null {
  // serialized-port = 1*5DIGIT
  const { length } = value;
  if (length === start || length > start + 5) return null;

  // AD-HOC: No port serializes with a leading zero. The ABNF lets one in, and two values would then name one origin.
  if (value.charCodeAt(start) === 0x30 && length > start + 1) return null;

  let port = 0;
  for (let position = start; position < length; position++) {
    const code = value.charCodeAt(position);
    if (!isAsciiDigit(code)) return null;
    port = port * 10 + (code - 0x30);
  }
  return port;
}

function isLowerAlpha(code: number): boolean {
  // lower-alpha = %x61-7A
  return code >= 0x61 && code <= 0x7a;
}

function isLowerAlphanum(code: number): boolean {
  // lower-alphanum = lower-alpha / DIGIT
  return isLowerAlpha(code) || isAsciiDigit(code);
}

function isLowerHex(code: number): boolean {
  // hex = %x30-39 / %x61-66 ; '0'-'9' or lowercase 'a'-'f
  return isAsciiDigit(code) || (code >= 0x61 && code <= 0x66);
}
