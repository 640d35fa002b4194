import type { IssuePath } from "./issue.ts";

const longest = 120;

/** Where something is, and what stands there. */
export function showPart(path: IssuePath, value: unknown): string {
  return `${path.join(".") || "policy"} ${show(value)}`;
}

/** A value as it would be written, on one line, without flooding it. */
export function show(value: unknown): string {
  const isData = typeof value === "object" && !(value instanceof RegExp);
  const text = isData || typeof value === "string" ? json(value) : literal(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function literal(value: unknown): string {
  return typeof value === "function" ? "(a function)" : String(value);
}

function json(value: unknown): string {
  try {
    return JSON.stringify(typeof value === "string" || Array.isArray(value) ? value.slice(0, longest) : value);
  } catch {
    return "(an object that JSON cannot hold)";
  }
}
