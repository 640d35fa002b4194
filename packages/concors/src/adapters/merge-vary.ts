/**
 * What `Vary` has to say for the handler and for the policy; null if it says so already.
 *
 * @param existing the handler's value, its lines combined
 * @param names what the policy's decision depends on
 */
export function mergeVary(existing: string, names: readonly string[]): string | null {
  if (existing === "") return names.join(", ") || null;
  const there = existing.toLowerCase().split(/[\t ,]+/);
  // It stands for all names, and beside others it means nothing else.
  if (there.includes("*")) return null;
  const missing = names.filter((name) => !there.includes(name.toLowerCase()));
  return missing.length === 0 ? null : [existing, ...missing].join(", ");
}
