import type { HeaderList } from "concors/protocol";
import { sortAndCombine } from "concors/protocol";

/**
 * What `getAllResponseHeaders()` returns.
 *
 * @see https://xhr.spec.whatwg.org/#dom-xmlhttprequest-getallresponseheaders
 */
export function allResponseHeaders(headerList: HeaderList): string {
  // Sorted by the legacy-uppercased names: "_" comes before letters in the one case, after them in the other.
  const headers = sortAndCombine(headerList).toSorted(([a], [b]) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1));
  return headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
}
