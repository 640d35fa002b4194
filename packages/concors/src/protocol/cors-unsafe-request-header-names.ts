import { isCorsSafelistedRequestHeader } from "./cors-safelisted-request-header.ts";
import { convertToSortedLowercaseSet } from "./header-list.ts";
import type { HeaderList } from "./header-list.ts";

/**
 * The names of the headers that a server has to allow before they are sent.
 *
 * @param isSafelisted a user agent with a safelist of its own passes it here
 * @see https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
export function corsUnsafeRequestHeaderNames(
  headers: HeaderList,
  isSafelisted: (name: string, value: string) => boolean = isCorsSafelistedRequestHeader,
): string[] {
  // 1. Let unsafeNames be a new list.
  const unsafeNames: string[] = [];

  // 2. Let potentiallyUnsafeNames be a new list.
  const potentiallyUnsafeNames: string[] = [];

  // 3. Let safelistValueSize be 0.
  let safelistValueSize = 0;

  // 4. For each header of headers:
  for (const [name, value] of headers) {
    // 1. If header is not a CORS-safelisted request-header, then append header's name to unsafeNames.
    if (!isSafelisted(name, value)) {
      unsafeNames.push(name);
    }

    // 2. Otherwise, append header's name to potentiallyUnsafeNames and increase safelistValueSize by header's value's length.
    else {
      potentiallyUnsafeNames.push(name);
      safelistValueSize += value.length;
    }
  }

  // 5. If safelistValueSize is greater than 1024, then for each name of potentiallyUnsafeNames, append name to unsafeNames.
  if (safelistValueSize > 1024) {
    for (const name of potentiallyUnsafeNames) unsafeNames.push(name);
  }

  // 6. Return the result of convert header names to a sorted-lowercase set with unsafeNames.
  return convertToSortedLowercaseSet(unsafeNames);
}
