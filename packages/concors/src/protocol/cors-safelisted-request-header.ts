import { equalsIgnoreAsciiCase } from "./http-token.ts";
import { parseMimeType } from "./mime-type.ts";
import { parseSingleRangeHeaderValue } from "./range.ts";

/**
 * Whether a header a page may send to another origin without asking first.
 *
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function isCorsSafelistedRequestHeader(name: string, value: string): boolean {
  // 1. If value's length is greater than 128, then return false.
  if (value.length > 128) return false;

  // 2. Byte-lowercase name and switch on the result:
  // NB: The five names differ in length, so one comparison finds out.
  switch (name.length) {
    // -> `accept`
    case 6:
      if (!equalsIgnoreAsciiCase(name, "accept")) return false;

      // If value contains a CORS-unsafe request-header byte, then return false.
      if (containsCorsUnsafeRequestHeaderByte(value)) return false;
      break;

    // -> `accept-language`
    // -> `content-language`
    case 15:
    case 16:
      if (!equalsIgnoreAsciiCase(name, name.length === 15 ? "accept-language" : "content-language")) return false;

      // If value contains a byte that is not in the range 0x30 (0) to 0x39 (9), inclusive, is not in the range 0x41 (A) to 0x5A (Z), inclusive, is not in the range 0x61 (a) to 0x7A (z), inclusive, and is not 0x20 (SP), 0x2A (*), 0x2C (,), 0x2D (-), 0x2E (.), 0x3B (;), or 0x3D (=), then return false.
      if (!containsOnlyLanguageBytes(value)) return false;
      break;

    // -> `content-type`
    case 12: {
      if (!equalsIgnoreAsciiCase(name, "content-type")) return false;

      // 1. If value contains a CORS-unsafe request-header byte, then return false.
      if (containsCorsUnsafeRequestHeaderByte(value)) return false;

      // 2. Let mimeType be the result of parsing the result of isomorphic decoding value.
      const mimeType = parseMimeType(value);

      // 3. If mimeType is failure, then return false.
      if (mimeType === null) return false;

      // 4. If mimeType's essence is not "application/x-www-form-urlencoded", "multipart/form-data", or "text/plain", then return false.
      const { essence } = mimeType;
      if (
        essence !== "application/x-www-form-urlencoded" &&
        essence !== "multipart/form-data" &&
        essence !== "text/plain"
      ) {
        return false;
      }
      break;
    }

    // -> `range`
    case 5: {
      if (!equalsIgnoreAsciiCase(name, "range")) return false;

      // 1. Let rangeValue be the result of parsing a single range header value given value and false.
      const rangeValue = parseSingleRangeHeaderValue(value, false);

      // 2. If rangeValue is failure, then return false.
      if (rangeValue === "failure") return false;

      // 3. If rangeValue[0] is null, then return false.
      // NOTE: As web browsers have historically not emitted ranges such as `bytes=-500` this algorithm does not safelist them.
      if (rangeValue.start === null) return false;
      break;
    }

    // -> Otherwise
    default:
      // Return false.
      return false;
  }

  // 3. Return true.
  return true;
}

/**
 * @see https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
 */
export function isCorsUnsafeRequestHeaderByte(byte: number): boolean {
  // A CORS-unsafe request-header byte is a byte byte for which one of the following is true:

  // - byte is less than 0x20 and is not 0x09 HT
  if (byte < 0x20) return byte !== 0x09;

  // - byte is 0x22 ("), 0x28 (left parenthesis), 0x29 (right parenthesis), 0x3A (:), 0x3C (<), 0x3E (>), 0x3F (?), 0x40 (@), 0x5B ([), 0x5C (\), 0x5D (]), 0x7B ({), 0x7D (}), or 0x7F DEL.
  switch (byte) {
    case 0x22:
    case 0x28:
    case 0x29:
    case 0x3a:
    case 0x3c:
    case 0x3e:
    case 0x3f:
    case 0x40:
    case 0x5b:
    case 0x5c:
    case 0x5d:
    case 0x7b:
    case 0x7d:
    case 0x7f:
      return true;
    default:
      return false;
  }
}

function containsCorsUnsafeRequestHeaderByte(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    if (isCorsUnsafeRequestHeaderByte(value.charCodeAt(index))) return true;
  }
  return false;
}

const languageBytes = /^[0-9A-Za-z *,\-.;=]*$/;

function containsOnlyLanguageBytes(value: string): boolean {
  return languageBytes.test(value);
}
