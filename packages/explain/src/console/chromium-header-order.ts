import type { FailedFetch } from "./failed-fetch.ts";
import { rapidhash } from "./rapidhash.ts";
import { refusedNames } from "./refused-names.ts";

/**
 * The headers that a preflight does not allow, in lower case, in Chromium's order: that of the hash table that holds
 * the request's headers.
 *
 * @see https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/platform/network/http_header_map.h
 */
export function refusedNamesInTable(failed: FailedFetch): string[] {
  const refused = refusedNames(failed);
  const set = new Set([...failed.request.headers.map(([name]) => name.toLowerCase()), ...refused]);
  return tableOrder([...set]).filter((name) => refused.has(name));
}

/** What the browser itself puts into the table: `Accept`, and who it is. */
const ownHeaders = 4;

/**
 * The keys in the order of their places. A table is at most half full; where a place is taken, the next free one is.
 *
 * AD-HOC: A table that grew may have two that want one place the other way round.
 */
function tableOrder(names: readonly string[]): string[] {
  let capacity = 16;
  while ((names.length + ownHeaders) * 2 >= capacity) capacity *= 2;
  const table: (string | undefined)[] = Array.from({ length: capacity });
  for (const name of names) {
    let place = placeOf(name) & (capacity - 1);
    while (table[place] !== undefined) place = (place + 1) & (capacity - 1);
    table[place] = name;
  }
  return table.filter((name) => name !== undefined);
}

/** Of 24 bits: the others are flags. The name is read as UTF-16. */
function placeOf(name: string): number {
  const bytes = new Uint8Array(name.length * 2);
  for (let at = 0; at < name.length; at++) bytes[at * 2] = name.charCodeAt(at);
  return Number(rapidhash(bytes) & 0xffffffn);
}
