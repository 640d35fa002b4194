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

/** A list in parts of at most so many. */
export function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
