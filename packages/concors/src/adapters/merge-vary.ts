/**
 * What `Vary` has to say for the handler and for the policy; null if it says so already.
 *
 * @param existing the handler's value, its lines combined
 * @param names what the policy's decision depends on
 */
export function mergeVary(existing: string, names: readonly string[]): string | null {
  const there = existing.toLowerCase().split(/[\t ,]+/);
  let merged = existing;
  for (const name of names) {
    if (!there.includes(name.toLowerCase())) merged += merged === "" ? name : `, ${name}`;
  }
  // `*` stands for all names, and beside others it means nothing else.
  return merged === existing || there.includes("*") ? null : merged;
}
