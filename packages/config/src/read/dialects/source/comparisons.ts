import type { OriginRule } from "../../block.ts";
import { expressionOfPart } from "../../expression/written-otherwise.ts";
import type { Constants } from "./constants.ts";
import type { SourceText } from "./source-text.ts";
import { callsIn, ValueReader } from "./values.ts";
import type { FoundCall, Value } from "./values.ts";

/** What a piece of a program compares the origin with. */
export interface Comparisons {
  readonly rules: readonly OriginRule[];
  /** Whether it is compared with something that is not in the file. */
  readonly isUntold: boolean;
}

/** How a language compares texts, by the names of its functions. */
export interface ComparisonWords {
  /** The expressions that a function compares with, if it is one that does. */
  readonly expressionsOf: (call: FoundCall, constants: Constants) => readonly OriginRule[];
  readonly parts: ReadonlyMap<string, "start" | "end" | "anywhere">;
  /** Functions that look for a text in a list. */
  readonly lists: ReadonlySet<string>;
  /** Methods of a text or a list that look for what they are given. */
  readonly members?: ReadonlySet<string>;
  /** The values of a list, where a language makes one by a function. */
  readonly listed?: (value: Value, constants: Constants) => readonly Value[];
}

/** Whether a value is the origin of the request: by what it is called, but not a list of those that are allowed. */
export function isOriginName(raw: string): boolean {
  return (
    /origin/i.test(raw) && !/origins|allow(?!-origin)|whitelist|permitted|valid|trusted/i.test(raw) && raw.length < 80
  );
}

/** @param from the first token of the piece; `to`, the one behind its last */
export function comparisonsIn(
  source: SourceText,
  from: number,
  to: number,
  constants: Constants,
  words: ComparisonWords,
): Comparisons {
  const rules: OriginRule[] = [];
  let isUntold = false;
  const add = (value: Value): void => constants.each(value).forEach(addKnown);
  const addKnown = (known: Value): void => {
    const texts = words.listed?.(known, constants) ?? (known.kind === "list" ? known.values : [known]);
    for (const text of texts)
      if (text.kind === "text" && !text.isOpen && text.text !== "")
        rules.push({ kind: "exact", origin: text.text, at: text.at });
      else if (text.kind !== "text" && text.kind !== "nothing") isUntold = true;
  };
  for (const call of callsIn(source)) {
    if (call.index < from || call.index >= to) continue;
    rules.push(...words.expressionsOf(call, constants));
    const isAsked = call.values.findIndex(({ raw }) => isOriginName(raw));
    const subject = /^(.*)\.(\w+[?!]?)$/s.exec(call.name);
    const name = subject?.[2] ?? call.name;
    if (words.members?.has(name) === true && isAsked === 0 && call.values.length === 1) {
      add(ownerOf(source, call, subject?.[1]));
      continue;
    }
    const other =
      isAsked === -1 ? (isOriginName(subject?.[1] ?? "") ? call.values[0] : undefined) : call.values[1 - isAsked];
    if (other === undefined) continue;
    const part = words.parts.get(name);
    if (part !== undefined)
      for (const text of constants.each(other))
        if (text.kind === "text") rules.push(expressionOfPart(part, text.text, call.at));
        else isUntold = true;
    else if (words.lists.has(call.name) || words.members?.has(name) === true) add(other);
  }
  for (let index = from; index < to; index += 1) {
    const { kind, text } = source.tokens[index]!;
    const isEqual = kind === "sign" && /^[!=]==?$/.test(text);
    if (!isEqual && !(kind === "name" && text === "in")) continue;
    const [left, right] = [leftOf(source, index, from), new ValueReader(source, index + 1).first()];
    // `strpos($origin, 'a') !== false`
    if (isOriginName(left) && !/^(?:nothing|flag|number)$/.test(right.kind)) add(right);
    else if (isEqual && isOriginName(right.raw)) {
      const value = new ValueReader(source, index - 1).first();
      if (value.kind === "text") add(value);
    } else if (!isEqual && isOriginName(right.raw)) {
      const value = new ValueReader(source, index - 1).first();
      if (value.kind === "text") rules.push(expressionOfPart("anywhere", value.text, value.at));
    }
  }
  return { rules, isUntold };
}

/** What a method is called on: a name, or a text right before it. */
function ownerOf({ tokens, place, raw }: SourceText, { index, at }: FoundCall, name: string | undefined): Value {
  if (name !== undefined) return { kind: "name", name, at, raw: name };
  const before = tokens[index - 1]?.text === "." ? tokens[index - 2] : undefined;
  if (before?.kind !== "text") return { kind: "unknown", at, raw: "" };
  const { text, isOpen, start, end } = before;
  return { kind: "text", text, isOpen, at: place(start, end), raw: raw(start, end) };
}

/** The text of what stands before a comparison: a name, with what is in the brackets behind it. */
function leftOf({ tokens, raw }: SourceText, index: number, from: number): string {
  let start = index - 1;
  if (tokens[start]?.text === "not") start -= 1;
  const end = tokens[start]?.end ?? 0;
  let depth = 0;
  for (; start > from; start -= 1) {
    const { kind, text } = tokens[start]!;
    if (kind === "sign" && /^[)\]]$/.test(text)) depth += 1;
    if (kind === "sign" && /^[([]$/.test(text)) depth -= 1;
    if (depth === 0 && kind === "name") break;
    if (depth < 0) return "";
  }
  return raw(tokens[start]?.start ?? 0, end);
}
