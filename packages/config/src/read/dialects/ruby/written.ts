import type { Constants } from "../source/constants.ts";
import { comparisonsIn, isOriginName } from "../source/comparisons.ts";
import type { ComparisonWords } from "../source/comparisons.ts";
import type { SourceText } from "../source/source-text.ts";
import { ValueReader } from "../source/values.ts";
import type { Value } from "../source/values.ts";
import type { WrittenHeader, WrittenPart } from "../source/written-headers.ts";

const words: ComparisonWords = {
  expressionsOf: () => [],
  parts: new Map([
    ["start_with?", "start"],
    ["end_with?", "end"],
    ["include?", "anywhere"],
  ]),
  lists: new Set(),
};

/** Headers that are set by hand, in each method: `headers['Name'] = value`, `set_header('Name', value)`, `'Name' => value`. */
export function writtenParts(source: SourceText, constants: Constants): readonly WrittenPart[] {
  const { tokens } = source;
  const starts = tokens.flatMap(({ kind, text }, index) => (kind === "name" && text === "def" ? [index] : []));
  return [0, ...starts].flatMap((from, index): readonly WrittenPart[] => {
    const to = starts[index] ?? tokens.length;
    const headers = tokens
      .slice(from, to)
      .flatMap((_, offset) => headerAt(source, from + offset, from, constants) ?? []);
    if (headers.length === 0) return [];
    const raw = source.raw(tokens[from]!.start, tokens[to - 1]!.end);
    return [{ headers, ...comparisonsIn(source, from, to, constants, words), raw }];
  });
}

function headerAt(source: SourceText, index: number, from: number, constants: Constants): WrittenHeader | null {
  const { tokens } = source;
  const { kind, text, start, end } = tokens[index]!;
  if (kind !== "text" || !/^(?:access-control-[\w-]+|vary)$/i.test(text)) return null;
  const [next, second] = [tokens[index + 1]?.text, tokens[index + 2]?.text];
  const valueAt = next === "]" && second === "=" ? index + 3 : next === "=>" || next === "," ? index + 2 : null;
  if (valueAt === null) return null;
  const value = constants.resolve(new ValueReader(source, valueAt).value());
  const opened = tokens
    .slice(from, index)
    .filter((token) => token.kind === "name" && /^(?:if|unless|case|when)$/.test(token.text));
  return {
    name: text.toLowerCase(),
    text: textOf(value),
    isOrigin: isOriginName(value.raw) && !isWorkedOut(value),
    isConditional: opened.length > 0,
    at: source.place(start, end),
  };
}

/** A method of one's own may answer anything. */
function isWorkedOut(value: Value): boolean {
  return value.kind === "call" && !/(?:^|\.)(?:get_header|headers?|fetch)$/.test(value.name);
}

function textOf(value: Value): string | null {
  if (value.kind === "text" && !value.isOpen) return value.text;
  return value.kind === "number" ? String(value.number) : null;
}
