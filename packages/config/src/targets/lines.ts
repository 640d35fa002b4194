/** Lines of a configuration, each indented by some spaces; null and false leave a line out. */
export function lines(...parts: readonly (string | false | null | readonly string[])[]): string {
  return parts
    .flat()
    .filter((part) => part !== false && part !== null)
    .map((line) => `${line}\n`)
    .join("");
}

/** Names in one column, for those who read it. */
export function padded(rows: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => [name.padEnd(width), value]);
}
