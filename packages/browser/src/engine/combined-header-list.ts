import type { Header } from "concors/protocol";

/** A header list in which each name stands once, its values combined, where the name stood first. */
export function combinedHeaderList(headerList: readonly Header[]): Header[] {
  if (headerList.length < 2) return [...headerList];
  const byName = new Map<string, Header>();
  for (const [name, value] of headerList) {
    const key = name.toLowerCase();
    const first = byName.get(key);
    byName.set(key, first === undefined ? [name, value] : [first[0], `${first[1]}, ${value}`]);
  }
  return [...byName.values()];
}
