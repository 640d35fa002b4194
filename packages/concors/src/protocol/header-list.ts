import { asciiLowercase, equalsIgnoreAsciiCase } from "./http-token.ts";

/**
 * A header's name and value, as strings of isomorphic-decoded bytes: no character is above U+00FF.
 *
 * @see https://fetch.spec.whatwg.org/#concept-header
 */
export type Header = readonly [name: string, value: string];

/** @see https://fetch.spec.whatwg.org/#concept-header-list */
export type HeaderList = readonly Header[];

/**
 * @see https://fetch.spec.whatwg.org/#header-list-contains
 */
export function contains(list: HeaderList, name: string): boolean {
  // A header list list contains a header name name if list contains a header whose name is a byte-case-insensitive match for name.
  for (const header of list) {
    if (equalsIgnoreAsciiCase(header[0], name)) return true;
  }
  return false;
}

/**
 * Gets the value of a header, all its lines combined; null when there is none.
 *
 * @see https://fetch.spec.whatwg.org/#concept-header-list-get
 */
export function get(list: HeaderList, name: string): string | null {
  // 1. If list does not contain name, then return null.
  let combined: string | null = null;

  // 2. Return the values of all headers in list whose name is a byte-case-insensitive match for name, separated from each other by 0x2C 0x20, in order.
  for (const header of list) {
    if (equalsIgnoreAsciiCase(header[0], name)) combined = combined === null ? header[1] : `${combined}, ${header[1]}`;
  }
  return combined;
}

/**
 * @see https://fetch.spec.whatwg.org/#convert-header-names-to-a-sorted-lowercase-set
 */
export function convertToSortedLowercaseSet(headerNames: readonly string[]): string[] {
  if (headerNames.length === 0) return [];
  if (headerNames.length === 1) return headerNames.map(asciiLowercase);

  // 1. Let headerNamesSet be a new ordered set.
  const headerNamesSet = new Set<string>();

  // 2. For each name of headerNames, append the result of byte-lowercasing name to headerNamesSet.
  for (const name of headerNames) headerNamesSet.add(asciiLowercase(name));

  // 3. Return the result of sorting headerNamesSet in ascending order with byte less than.
  // NB: sort() without a comparator orders by code unit, and here every code unit is a byte.
  return [...headerNamesSet].sort();
}

/**
 * @see https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine
 */
export function sortAndCombine(list: HeaderList): Header[] {
  // NB: The values of each name are gathered once; getting each name from list would cost the square of its length.
  const valuesByName = new Map<string, string[]>();
  for (const [name, value] of list) {
    const lowercased = asciiLowercase(name);
    const values = valuesByName.get(lowercased);
    if (values === undefined) valuesByName.set(lowercased, [value]);
    else values.push(value);
  }

  // 1. Let headers be a header list.
  const headers: Header[] = [];

  // 2. Let names be the result of convert header names to a sorted-lowercase set with all the names of the headers in list.
  const names = convertToSortedLowercaseSet([...valuesByName.keys()]);

  // 3. For each name of names:
  for (const name of names) {
    // 1. If name is `set-cookie`, then:
    if (name === "set-cookie") {
      // 1. Let values be a list of all values of headers in list whose name is a byte-case-insensitive match for name, in order.
      const values = valuesByName.get(name) ?? [];

      // 2. For each value of values:
      for (const value of values) {
        // 1. Append (name, value) to headers.
        headers.push([name, value]);
      }
    }

    // 2. Otherwise:
    else {
      // 1. Let value be the result of getting name from list.
      // 2. Assert: value is non-null.
      const value = (valuesByName.get(name) ?? []).join(", ");

      // 3. Append (name, value) to headers.
      headers.push([name, value]);
    }
  }

  // 4. Return headers.
  return headers;
}
