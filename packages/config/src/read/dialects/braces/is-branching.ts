import type { SourceText } from "../source/source-text.ts";

/** Whether it is decided between two tokens what is carried out. */
export function isBranching({ tokens }: SourceText, from: number, to: number): boolean {
  return tokens.slice(from, to).some(({ kind, text }) => kind === "name" && /^(?:if|else|switch|when)$/.test(text));
}

/** What is said then. */
export const branchingWords =
  "What is allowed depends on where the program runs: of what it says twice, the last is taken.";
