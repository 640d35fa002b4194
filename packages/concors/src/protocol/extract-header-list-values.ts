import type { HeaderList } from "./header-list.ts";
import { equalsIgnoreAsciiCase, isDigits, isHttpTabOrSpace, sliceWithoutTabOrSpace } from "./http-token.ts";
import { isTokenCode } from "./http-token-code.ts";

/** The response headers of the CORS protocol that are extracted per their ABNF. */
export type ExtractableHeaderName =
  | "Access-Control-Allow-Headers"
  | "Access-Control-Allow-Methods"
  | "Access-Control-Expose-Headers"
  | "Access-Control-Max-Age";

/** Appends the values that parsing one header value gives; false is failure. */
type HeaderParser = (value: string, values: string[]) => boolean;

/**
 * The ABNF of a header: how its value parses, and whether several lines of it make one list.
 *
 * @see https://fetch.spec.whatwg.org/#http-new-header-syntax
 */
const abnf: Record<ExtractableHeaderName, { readonly parse: HeaderParser; readonly allowsSeveral: boolean }> = {
  // Access-Control-Expose-Headers = #field-name
  "Access-Control-Expose-Headers": { parse: parseTokenList, allowsSeveral: true },
  // Access-Control-Max-Age = delta-seconds
  "Access-Control-Max-Age": { parse: parseDeltaSeconds, allowsSeveral: false },
  // Access-Control-Allow-Methods = #method
  "Access-Control-Allow-Methods": { parse: parseTokenList, allowsSeveral: true },
  // Access-Control-Allow-Headers = #field-name
  "Access-Control-Allow-Headers": { parse: parseTokenList, allowsSeveral: true },
};

/**
 * Extracts header list values: the values of a header, parsed per its ABNF.
 *
 * @see https://fetch.spec.whatwg.org/#extract-header-list-values
 */
export function extractHeaderListValues(name: ExtractableHeaderName, list: HeaderList): string[] | null | "failure" {
  const { parse, allowsSeveral } = abnf[name];

  // 1. If list does not contain name, then return null.
  let values: string[] | null = null;

  // 4. For each header header list contains whose name is name:
  for (const header of list) {
    if (!equalsIgnoreAsciiCase(header[0], name)) continue;

    // 2. If the ABNF for name allows a single header and list contains more than one, then return failure.
    if (values !== null && !allowsSeveral) return "failure";

    // 3. Let values be an empty list.
    values ??= [];

    // 1. Let extract be the result of extracting header values from header.
    // 2. If extract is failure, then return failure.
    // 3. Append each value in extract, in order, to values.
    if (!parse(header[1], values)) return "failure";
  }

  // 5. Return values.
  return values;
}

/** RFC 9111 asks for at least this when a cache cannot hold the number: 68 years. */
const greatestMaxAge = 2147483648;

/**
 * Extracts `Access-Control-Max-Age` as a number of seconds.
 *
 * @see https://fetch.spec.whatwg.org/#http-access-control-max-age
 */
export function extractMaxAge(list: HeaderList): number | null | "failure" {
  const values = extractHeaderListValues("Access-Control-Max-Age", list);
  if (values === null || values === "failure") return values;
  return Math.min(Number(values[0]), greatestMaxAge);
}

/** The first element of a list header that is not a token; null when there is none, and the value parses. */
export function invalidListToken(value: string): string | null {
  return walkTokenList(value, null);
}

/** @see https://httpwg.org/specs/rfc9111.html#delta-seconds */
function parseDeltaSeconds(value: string, values: string[]): boolean {
  if (!isDigits(value)) return false;
  values.push(value);
  return true;
}

/** @see https://httpwg.org/specs/rfc9110.html#abnf.extension.recipient */
function parseTokenList(value: string, values: string[]): boolean {
  return walkTokenList(value, values) === null;
}

/**
 * #token, as a recipient must take it: `#element => [ element ] *( OWS "," OWS [ element ] )`. Empty elements do not count.
 *
 * Returns the first element that is no token.
 */
function walkTokenList(value: string, values: string[] | null): string | null {
  const { length } = value;
  let position = 0;
  while (position < length) {
    const code = value.charCodeAt(position);
    if (code === 0x2c || isHttpTabOrSpace(code)) {
      position++;
      continue;
    }

    const start = position;
    while (position < length && isTokenCode(value.charCodeAt(position))) position++;
    const end = position;
    while (position < length && isHttpTabOrSpace(value.charCodeAt(position))) position++;
    if (end === start || (position < length && value.charCodeAt(position) !== 0x2c)) {
      const comma = value.indexOf(",", position);
      return sliceWithoutTabOrSpace(value, start, comma === -1 ? length : comma);
    }
    values?.push(value.slice(start, end));
  }
  return null;
}
