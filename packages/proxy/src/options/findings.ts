import leven from "leven";
import type { IssuePath } from "concors";
import { optionIssue } from "./option-issue.ts";
import type { OptionIssue, OptionIssueCode } from "./option-issue.ts";

type Properties = Readonly<Record<string, unknown>>;

/** Gathers what is wrong, so that all of it is told at once. */
export class Findings {
  readonly issues: OptionIssue[] = [];

  /** Null, in place of what was looked for. */
  add(code: OptionIssueCode, path: IssuePath, value: unknown, fix?: unknown): null {
    this.issues.push(optionIssue(code, path, value, fix));
    return null;
  }

  /**
   * An object of known keys; null, and an issue, if it is none. A key that is unknown would leave a default in place.
   *
   * @param others keys that somebody else knows, and takes away before: one of them may have been meant as well
   */
  object(
    path: IssuePath,
    value: unknown,
    known: readonly string[],
    code: OptionIssueCode = path.length === 0 ? "options-not-an-object" : "option-not-an-object",
    others: readonly string[] = [],
  ): Properties | null {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this.add(code, path, value);
    const properties = value as Properties;
    for (const key of Object.keys(properties)) {
      if (known.includes(key)) continue;
      const meant = nearest(key, [...known, ...others]);
      const unknown = meant === undefined ? "option-unrecognized" : "option-unknown";
      this.add(unknown, [...path, key], withoutTexts(properties[key]), meant);
    }
    return properties;
  }

  /** What `read` makes of the entries of a list; it returns null for those that it found something wrong with. */
  list<Entry>(
    path: IssuePath,
    value: unknown,
    read: (path: IssuePath, entry: unknown) => Entry | null,
  ): readonly Entry[] {
    if (!Array.isArray(value)) {
      this.add("option-not-a-list", path, value);
      return [];
    }
    return (value as unknown[])
      .map((entry, index) => read([...path, index], entry))
      .filter((entry): entry is Entry => entry !== null);
  }
}

/** NB: What stands behind a key that was misspelt may be a password, in a URL or by itself. */
function withoutTexts(value: unknown): unknown {
  try {
    return JSON.stringify(value).includes('"') ? undefined : value;
  } catch {
    return undefined;
  }
}

/** The one of known keys that was meant; undefined if none is near. */
function nearest(key: string, known: readonly string[]): string | undefined {
  if (key.length > 40) return undefined;
  const [best] = known
    .map((candidate) => ({ candidate, distance: leven(key.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(2, Math.floor(key.length / 3)) ? best.candidate : undefined;
}
