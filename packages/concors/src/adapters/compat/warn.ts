import type { OptionIssue } from "./option-issue.ts";

/** Tells whoever starts the server. */
export function warn({ message }: OptionIssue): void {
  console.warn(`concors/compat: ${message}`);
}
