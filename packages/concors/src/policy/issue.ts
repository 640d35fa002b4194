import type { IssueCode } from "./issue-words.ts";

/** One thing that is wrong with a policy. */
export interface Issue<Code extends string = IssueCode> {
  /** Stable; `docs/issues.md` has a row for each. */
  readonly code: Code;
  /** Where it is: the keys and indexes that lead to it. */
  readonly path: IssuePath;
  /** What stands there. */
  readonly value: unknown;
  /** The whole story on one line: where, what, why, and what to write instead. */
  readonly message: string;
  /** What to write there instead, if that can be worked out; for a key that is unknown, the key that was meant. */
  readonly fix?: unknown;
}

export type IssuePath = readonly (string | number)[];

/** How issues are told to people. What is found does not depend on it, but for the key that was meant. */
export interface Wording {
  readonly message: (code: IssueCode, path: IssuePath, value: unknown, fix: unknown) => string;
  /** The one of known keys that was meant by key; undefined if none is near. */
  readonly nearestKey?: (key: string, known: readonly string[]) => string | undefined;
}

/** A part of what is checked: what stands where, and where to say what is wrong with it. */
export interface Part {
  readonly value: unknown;
  readonly wording: Wording;
  /** The part that stands under a key or an index. */
  readonly at: (key: string | number, value?: unknown) => Part;
  readonly add: (code: IssueCode, fix?: unknown) => void;
}

/** @param issues where what is wrong is gathered, all at once */
export function partOf(value: unknown, issues: Issue[], wording: Wording, path: IssuePath = []): Part {
  return {
    value,
    wording,
    at: (key, part = (value as Readonly<Record<string | number, unknown>>)[key]) =>
      partOf(part, issues, wording, [...path, key]),
    add: (code, fix) => {
      const message = wording.message(code, path, value, fix);
      issues.push(Object.freeze({ code, path, value, message, ...(fix !== undefined && { fix }) }));
    },
  };
}
