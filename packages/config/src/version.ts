/** Whether a version is another one or a later one: `1.29.3` is at least `1.29`. */
export function isAtLeast(version: string, other: string): boolean {
  const numbers = version.split(".").map(Number);
  for (const [index, wanted] of other.split(".").map(Number).entries()) {
    const number = numbers[index] ?? 0;
    if (number !== wanted) return number > wanted;
  }
  return true;
}
