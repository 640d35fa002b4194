import type { OriginRule } from "../../block.ts";
import { comparisonsIn, isOriginName } from "../source/comparisons.ts";
import type { ComparisonWords } from "../source/comparisons.ts";
import type { Constants } from "../source/constants.ts";
import type { SourceText } from "../source/source-text.ts";
import { callsIn, ValueReader } from "../source/values.ts";
import type { FoundCall, Value } from "../source/values.ts";
import type { WrittenHeader, WrittenPart } from "../source/written-headers.ts";
import { expressionOf } from "./origin-rules.ts";

const words: ComparisonWords = {
  expressionsOf,
  parts: new Map([
    ["startswith", "start"],
    ["endswith", "end"],
  ]),
  lists: new Set(),
};

/** `re.match(r"…", origin)`, `pattern.fullmatch(origin)` */
function expressionsOf({ name, values }: FoundCall, constants: Constants): readonly OriginRule[] {
  const [, object = "", method] = /^(.*)\.(match|fullmatch|search)$/s.exec(name) ?? [];
  if (method !== "match" && method !== "fullmatch" && method !== "search") return [];
  const isOwn = object === "re";
  const [given, flags] = isOwn ? [values[0], values[2]] : [constants.get(object)];
  if (given === undefined || !isOriginName((isOwn ? values[1] : values[0])?.raw ?? "")) return [];
  return constants.each(given).flatMap((value) => {
    const compiled = value.kind === "call" && value.name === "re.compile" ? value.values : [];
    const text = compiled[0] === undefined ? value : constants.resolve(compiled[0]);
    return text.kind === "text" ? [expressionOf(text, method, `${flags?.raw ?? ""} ${compiled[1]?.raw ?? ""}`)] : [];
  });
}

/** The functions that set headers by hand, and what stands in none. */
export function writtenParts(source: SourceText, constants: Constants): readonly WrittenPart[] {
  const owners = new Map<string, { readonly range: Range; readonly headers: WrittenHeader[] }>();
  const functions = functionsOf(source);
  const calls = callsIn(source);
  for (const [index, { kind, text }] of source.tokens.entries()) {
    if (kind !== "text" || !/^(?:access-control-[\w-]+|vary)$/i.test(text)) continue;
    const value = valueFor(source, index, calls);
    if (value === null) continue;
    const range = functions.findLast(({ from, to }) => from <= index && index < to) ?? {
      from: 0,
      to: source.tokens.length,
      column: 1,
    };
    const owner = owners.get(JSON.stringify(range)) ?? { range, headers: [] };
    owners.set(JSON.stringify(range), owner);
    owner.headers.push(headerOf(text, value, index, range, source, constants));
  }
  return [...owners.values()].map(({ range: { from, to }, headers }) => ({
    headers,
    ...comparisonsIn(source, from, to, constants, words),
    raw: source.raw(source.tokens[from]?.start ?? 0, source.tokens[to - 1]?.end ?? 0),
  }));
}

interface Range {
  readonly from: number;
  readonly to: number;
  /** Where its lines begin. */
  readonly column: number;
}

/** From `def` to the first line that is not further to the right. */
function functionsOf({ tokens, place }: SourceText): readonly Range[] {
  const starts = tokens.map(({ start, end }) => place(start, end).span);
  const isFirst = (index: number): boolean => index === 0 || starts[index - 1]!.endLine < starts[index]!.line;
  return tokens.flatMap(({ kind, text }, from) => {
    if (kind !== "name" || text !== "def") return [];
    const first = tokens[from - 1]?.text === "async" ? from - 1 : from;
    const { column } = starts[first]!;
    const body = tokens.findIndex(
      (_, index) =>
        index > from && isFirst(index) && starts[index]!.line > starts[from]!.line && starts[index]!.column > column,
    );
    const end = tokens.findIndex(
      (token, index) =>
        index > from && isFirst(index) && starts[index]!.column <= column && !/^[)\]}]$/.test(token.text),
    );
    return [{ from, to: end === -1 ? tokens.length : end, column: body === -1 ? column : starts[body]!.column }];
  });
}

/** `headers["Name"] = value`, `headers.add("Name", value)`, `{"Name": value}`; null if no header is set. */
function valueFor(source: SourceText, index: number, calls: readonly FoundCall[]): Value | null {
  const { tokens } = source;
  const [before, next, second] = [tokens[index - 1], tokens[index + 1], tokens[index + 2]];
  if (before?.text === "[" && next?.text === "]" && second?.text === "=")
    return new ValueReader(source, index + 3).value();
  if (next?.text === ":" && /^[{,]$/.test(before?.text ?? "")) return new ValueReader(source, index + 2).value();
  const call = calls.find((one) => one.index === index - 2);
  const sets = /(?:^|[._])(?:add|set|set_header|send_header|add_header|setdefault|append|add_vary_header)$/.test(
    call?.name ?? "",
  );
  return before?.text === "(" && next?.text === "," && sets ? (call?.values[1] ?? null) : null;
}

function headerOf(
  name: string,
  value: Value,
  index: number,
  range: Range,
  source: SourceText,
  constants: Constants,
): WrittenHeader {
  const known = constants.resolve(value);
  const { tokens, place } = source;
  const line = place(tokens[index]!.start, tokens[index]!.end).span.line;
  const first = tokens.find(({ start, end }) => place(start, end).span.line === line)!;
  const text =
    known.kind === "text" && !known.isOpen
      ? known.text
      : known.kind === "number"
        ? String(known.number)
        : known.kind === "flag"
          ? String(known.flag)
          : null;
  return {
    name: name.toLowerCase(),
    text,
    isOrigin: isOriginName(known.raw) || isOriginName(value.raw),
    isConditional: place(first.start, first.end).span.column > range.column,
    at: value.at,
  };
}
