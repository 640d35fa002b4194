/** Mixes in a text, from its end to its start: of hosts that end alike, the hashes begin alike. */
export function mixAll(hash: number, text: string, start = 0, end: number = text.length): number {
  for (let position = end - 1; position >= start; position--) hash = mix(hash, text.charCodeAt(position));
  return hash;
}

/** FNV-1a's step: what is mixed in last is in the uppermost bits too. */
export function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}
