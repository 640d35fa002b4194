import { rapidhash } from "./rapidhash.ts";

type Table = (string | undefined)[];

/**
 * Keys, in the order in which a hash table of Chromium's has them that they are put into one after the other: that of
 * their places. A table is at most half full. Where a place is taken the next is tried, then the second behind that, and
 * so on. One that grows is put into the larger one in its order.
 *
 * @see https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/platform/wtf/hash_table.h
 */
export function tableOrder(keys: readonly string[]): string[] {
  let table = emptyTable(8);
  let size = 0;
  for (const key of new Set(keys)) {
    put(table, key);
    size++;
    if (size * 2 >= table.length) table = grown(table);
  }
  return table.filter((key) => key !== undefined);
}

function emptyTable(length: number): Table {
  return Array.from({ length });
}

function put(table: Table, key: string): void {
  const last = table.length - 1;
  let place = placeOf(key) & last;
  for (let step = 1; table[place] !== undefined; step++) place = (place + step) & last;
  table[place] = key;
}

function grown(table: Table): Table {
  const larger = emptyTable(table.length * 2);
  for (const key of table) if (key !== undefined) put(larger, key);
  return larger;
}

/** Of 24 bits: the others are flags. A key is read as UTF-16. */
function placeOf(key: string): number {
  const bytes = new Uint8Array(key.length * 2);
  for (let at = 0; at < key.length; at++) bytes[at * 2] = key.charCodeAt(at);
  return Number(rapidhash(bytes) & 0xffffffn);
}
