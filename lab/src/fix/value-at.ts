import type { IssuePath } from "concors";

/** What stands in a JSON value behind a path; undefined if nothing does. */
export function valueAt(value: unknown, path: IssuePath): unknown {
  return path.reduce<unknown>(
    (part, key) => (isContainer(part) ? (part as Readonly<Record<string | number, unknown>>)[key] : undefined),
    value,
  );
}

/** A copy with something else behind a path. */
export function withValueAt(value: unknown, [key, ...rest]: IssuePath, part: unknown): unknown {
  if (key === undefined) return part;
  if (Array.isArray(value))
    return (value as unknown[]).map((old, index) => (index === key ? withValueAt(old, rest, part) : old));
  const members = isContainer(value) ? (value as Readonly<Record<string, unknown>>) : {};
  return { ...members, [key]: withValueAt(members[key], rest, part) };
}

/** A copy in which a member has another name, in the same place. */
export function withKeyAt(value: unknown, path: IssuePath, name: string): unknown {
  const parent = path.slice(0, -1);
  const members = Object.entries((valueAt(value, parent) ?? {}) as Readonly<Record<string, unknown>>);
  const renamed = Object.fromEntries(members.map(([key, part]) => [key === path.at(-1) ? name : key, part]));
  return withValueAt(value, parent, renamed);
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
