import type { HeaderList } from "concors/protocol";

/** Several Location lines that no one place can be read from. */
export const ambiguousLocation: unique symbol = Symbol("ambiguous Location");

/** What a redirect's Location lines say: a URL, nothing, or no one thing. */
export type RedirectLocation = string | null | typeof ambiguousLocation;

/** The values of a response's `Location` lines. */
export function locationValues(headerList: HeaderList): string[] {
  const values: string[] = [];
  for (const [name, value] of headerList) {
    if (name.length === 8 && name.toLowerCase() === "location") values.push(value);
  }
  return values;
}

/** One value for several equal ones. */
export function oneLocation(values: readonly string[]): RedirectLocation {
  const [first, ...others] = values;
  if (first === undefined) return null;
  return others.every((other) => other === first) ? first : ambiguousLocation;
}
