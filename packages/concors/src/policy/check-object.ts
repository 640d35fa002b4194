import type { Part } from "./issue.ts";

/** Checks what stands under one key of an object. */
export type CheckPart = (part: Part, whole: Readonly<Record<string, unknown>>) => void;

/** Checks an object by its keys. One that means nothing is an issue: misspelled, it would leave its default in place. */
export function checkObject(part: Part, checks: Readonly<Record<string, CheckPart>>): void {
  const { value, wording } = part;
  if (!isObject(value)) {
    part.add("policy-not-an-object");
    return;
  }
  const known = Object.keys(checks);
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const meant = wording.nearestKey?.(key, known);
    part.at(key).add(meant === undefined ? "key-unrecognized" : "key-unknown", meant);
  }
  for (const key of known) checks[key]!(part.at(key), value);
}

export function checkFlag({ value, add }: Part): void {
  if (value === undefined || typeof value === "boolean") return;
  add("flag-not-boolean", value === "true" ? true : value === "false" ? false : undefined);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
