import type { Place } from "../../finding.ts";
import { ReadError } from "../../read-error.ts";
import { isAnyMet } from "./acl-tests.ts";
import type { AclTest } from "./acl-tests.ts";
import { both, either } from "./truth.ts";
import type { Truth } from "./truth.ts";
import type { Line, Word } from "./parse-haproxy.ts";
import type { Transaction } from "./transaction.ts";

/** The tests of a section by their names; a name that is given twice is met if one of its tests is. */
export type Acls = ReadonlyMap<string, readonly AclTest[]>;

export function aclsOf(lines: readonly Line[]): Acls {
  const acls = new Map<string, AclTest[]>();
  for (const { keyword, words, at } of lines) {
    const [name, ...test] = words;
    if (keyword === "acl" && name !== undefined)
      acls.set(name.text, [...(acls.get(name.text) ?? []), { words: test, at }]);
  }
  return acls;
}

/** A rule without its condition, and the condition. */
export function splitCondition({ words }: Line): {
  readonly words: readonly Word[];
  readonly condition: Condition | null;
} {
  const index = words.findLastIndex(({ text }) => text === "if" || text === "unless");
  if (index === -1) return { words, condition: null };
  return {
    words: words.slice(0, index),
    condition: { isNegated: words[index]!.text === "unless", words: words.slice(index + 1) },
  };
}

export interface Condition {
  readonly isNegated: boolean;
  readonly words: readonly Word[];
}

/**
 * Whether a condition is met; null if these files do not tell.
 *
 * @see https://docs.haproxy.org/2.6/configuration.html#7.2
 */
export function isMet(condition: Condition | null, acls: Acls, transaction: Transaction): Truth {
  if (condition === null) return true;
  const met = alternativesOf(condition.words)
    .map((terms) => areMet(terms, acls, transaction))
    .reduce(either, false);
  return met === null ? null : met !== condition.isNegated;
}

/** A comparison matters where all the others hold: there alone it is told of. */
function areMet(terms: readonly Term[], acls: Acls, transaction: Transaction): Truth {
  const results = terms.map((term) => isTermMet(term, acls, transaction.silent()));
  for (const [index, term] of terms.entries())
    if (!results.some((result, other) => other !== index && result === false)) isTermMet(term, acls, transaction);
  return results.reduce(both, true);
}

function isTermMet({ name, tests, at, isNegated }: Term, acls: Acls, transaction: Transaction): Truth {
  const met = isAnyMet(tests ?? acls.get(name) ?? [{ words: [{ text: name, at }], at }], transaction);
  return met === null ? null : met !== isNegated;
}

interface Term {
  readonly isNegated: boolean;
  readonly name: string;
  /** Of a test in braces, which has no name. */
  readonly tests: readonly AclTest[] | null;
  readonly at: Place;
}

/** Terms that have to hold together, for each side of `or`. */
function alternativesOf(words: readonly Word[]): readonly (readonly Term[])[] {
  const alternatives: Term[][] = [[]];
  let isNegated = false;
  for (let index = 0; index < words.length; index += 1) {
    const { text, at } = words[index]!;
    const name = text.replace(/^!/, "");
    if (text.startsWith("!")) isNegated = !isNegated;
    if (name === "") continue;
    if (name === "||" || name === "or") alternatives.push([]);
    else if (name === "{") {
      const end = words.findIndex((word, other) => other > index && word.text === "}");
      if (end === -1) throw new ReadError("a condition has no closing brace", at);
      const tests = [{ words: words.slice(index + 1, end), at }];
      alternatives.at(-1)!.push({ isNegated, name: "", tests, at });
      index = end;
    } else alternatives.at(-1)!.push({ isNegated, name, tests: null, at });
    isNegated = false;
  }
  return alternatives.filter(({ length }) => length > 0);
}
