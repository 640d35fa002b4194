import type { HeaderList } from "concors/protocol";

/** The values of a response's `Location` lines. */
export function locationValues(headerList: HeaderList): string[] {
  const values: string[] = [];
  for (const [name, value] of headerList) {
    if (name.length === 8 && name.toLowerCase() === "location") values.push(value);
  }
  return values;
}

/** One value for several equal ones; "failure" for several that differ; null for none. */
export function oneLocation(values: readonly string[]): string | null | "failure" {
  const [first, ...others] = values;
  if (first === undefined) return null;
  return others.every((other) => other === first) ? first : "failure";
}
