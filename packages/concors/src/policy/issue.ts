import { issueWords } from "./issue-words.ts";
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

/** Gathers issues, all at once. */
export class IssueList {
  readonly issues: Issue[] = [];
  readonly warnings: Issue[] = [];

  /** Adds what keeps a policy from being used. */
  add(code: IssueCode, path: IssuePath, value: unknown, fix?: unknown): void {
    this.issues.push(issue(code, path, value, fix));
  }

  /** Adds what is allowed, but perhaps not meant. */
  warn(code: IssueCode, path: IssuePath, value: unknown, fix?: unknown): void {
    this.warnings.push(issue(code, path, value, fix));
  }
}

function issue(code: IssueCode, path: IssuePath, value: unknown, fix: unknown): Issue {
  return issueInWords(code, issueWords[code], path, value, fix);
}

/** An issue whose code says `words`. */
export function issueInWords<Code extends string>(
  code: Code,
  words: string,
  path: IssuePath,
  value: unknown,
  fix: unknown,
): Issue<Code> {
  const subject = `${path.length === 0 ? "policy" : path.join(".")} ${show(value)}`;
  if (fix === undefined) return Object.freeze({ code, path, value, message: `${subject} ${words}` });
  const told = words.includes("{fix}") ? words.replace("{fix}", () => show(fix)) : `${words}: ${show(fix)}`;
  return Object.freeze({ code, path, value, message: `${subject} ${told}`, fix });
}

const longest = 120;

/** A value as it would be written, on one line, without flooding it. */
function show(value: unknown): string {
  const text = typeof value === "object" && !(value instanceof RegExp) ? json(value) : literal(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function literal(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, longest));
  return typeof value === "function" ? "(a function)" : String(value);
}

function json(value: unknown): string {
  try {
    return JSON.stringify(Array.isArray(value) ? value.slice(0, longest) : value);
  } catch {
    return "(an object that JSON cannot hold)";
  }
}
