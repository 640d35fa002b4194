/** Whether the numbers of a Range fit the 64 bits they are parsed into; the standard sets no limit. */
export function hasOnlyNumbersBelow(limit: bigint, value: string): boolean {
  return (value.match(/[0-9]{18,}/g) ?? []).every((digits) => BigInt(digits) < limit);
}
