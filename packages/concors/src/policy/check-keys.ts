import type { IssueList, IssuePath } from "./issue.ts";
import { nearestKey } from "./nearest-key.ts";

/** Finds the keys that mean nothing: one that is misspelled would otherwise leave its default in place. */
export function checkKeys(path: IssuePath, value: object, known: readonly string[], found: IssueList): void {
  for (const [key, held] of Object.entries(value)) {
    if (known.includes(key)) continue;
    const meant = nearestKey(key, known);
    if (meant === undefined) found.add("key-unrecognized", [...path, key], held);
    else found.add("key-unknown", [...path, key], held, meant);
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
