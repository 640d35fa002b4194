import type { Place } from "../../finding.ts";
import type { SourceText } from "../source/source-text.ts";
import { ValueReader } from "../source/values.ts";
import type { Value } from "../source/values.ts";

/** What a method is given, without brackets or with them. */
export interface Given {
  readonly values: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/** The arguments that begin at a token: `'*', headers: :any, :methods => [:get]`. */
export function givenAt(source: SourceText, index: number): Given {
  const { tokens } = source;
  const values: Value[] = [];
  const keywords = new Map<string, Value>();
  const isBracketed = tokens[index]?.kind === "sign" && tokens[index]?.text === "(";
  for (let at = index + (isBracketed ? 1 : 0); at < tokens.length;) {
    const before = at;
    const isKey = tokens[at]?.kind === "name" && tokens[at + 1]?.text === ":";
    const reader = new ValueReader(source, isKey ? at + 2 : at);
    const first = reader.value();
    if (isKey) keywords.set(tokens[at]!.text, first);
    else if (tokens[reader.index]?.text === "=>" && first.kind === "text") {
      const behind = new ValueReader(source, reader.index + 1);
      keywords.set(first.text, behind.value());
      at = behind.index;
    } else values.push(first);
    at = Math.max(at, reader.index);
    if (tokens[at]?.text !== "," || at === before) break;
    at += 1;
  }
  return { values, keywords };
}

export type RubyText = Extract<Value, { readonly kind: "text" }>;

/** The texts of a list, or one alone; null if some of them are not in the file. */
export function textsOf(value: Value | undefined): readonly RubyText[] | null {
  if (value === undefined || value.kind === "nothing") return [];
  if (value.kind === "list") {
    const all = value.values.map(textsOf);
    return all.includes(null) ? null : all.flatMap((texts) => texts ?? []);
  }
  if (value.kind === "join" && value.values.slice(1).every(changesNothing)) return textsOf(value.values[0]);
  if (value.kind !== "text" || value.isOpen) return null;
  return /^%[wWiI]/.test(value.raw) ? wordsOf(value) : [value];
}

/** `%w[a b].freeze` */
function changesNothing(value: Value): boolean {
  return value.kind === "name" && /^(?:freeze|dup|uniq|to_a)$/.test(value.name);
}

/** `%w[a b]`, each with its place. */
function wordsOf(value: RubyText): readonly RubyText[] {
  const { path, span } = value.at;
  return [...value.text.matchAll(/\S+/g)].map((match): RubyText => {
    const column = span.column + 3 + match.index;
    const at: Place =
      span.line === span.endLine
        ? { path, span: { ...span, column, endColumn: column + match[0].length } }
        : { path, span };
    return { ...value, text: match[0], at };
  });
}

export function isExpression({ raw }: Value): boolean {
  return /^(?:\/|%r)/.test(raw);
}
