import type { IssuePath } from "./issue.ts";

const longest = 120;

/** Where something is, and what stands there. */
export function showPart(path: IssuePath, value: unknown): string {
  return `${cut(path.join(".")) || "policy"} ${show(value)}`;
}

/** A value as it would be written, on one line, without flooding it. */
export function show(value: unknown): string {
  try {
    const isData = typeof value === "object" && !(value instanceof RegExp);
    return cut(isData || typeof value === "string" ? json(value) : literal(value));
  } catch {
    // It may bring ways along of its own to be written, which do anything.
    return noJson;
  }
}

const noJson = "(an object that JSON cannot hold)";

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function literal(value: unknown): string {
  return typeof value === "function" ? "(a function)" : String(value);
}

function json(value: unknown): string {
  const text: string | undefined = JSON.stringify(
    typeof value === "string" || Array.isArray(value) ? value.slice(0, longest) : value,
  );
  return text ?? noJson;
}
