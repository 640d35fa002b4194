import { comparisonsIn, isOriginName } from "../source/comparisons.ts";
import type { ComparisonWords } from "../source/comparisons.ts";
import type { Constants } from "../source/constants.ts";
import type { SourceText } from "../source/source-text.ts";
import { callsIn, ValueReader } from "../source/values.ts";
import type { FoundCall, Value } from "../source/values.ts";
import type { WrittenHeader, WrittenPart } from "../source/written-headers.ts";
import { listedValues, textOf } from "./listed.ts";

const words: ComparisonWords = {
  expressionsOf: () => [],
  parts: new Map([
    ["startsWith", "start"],
    ["endsWith", "end"],
    ["StartsWith", "start"],
    ["EndsWith", "end"],
  ]),
  lists: new Set(),
  members: new Set(["contains", "Contains", "equals", "Equals", "equalsIgnoreCase"]),
  listed: listedValues,
};

/** What a program does with the origin that lets nobody in by itself. */
const harmless =
  /(?:^|\.)(?:[gs]etHeader|addHeader|header|set|add|Add|Append|AppendHeader|AddHeader|isEmpty|isBlank|hasText|isNullOrEmpty|IsNullOrEmpty|IsNullOrWhiteSpace|if|log|debug|info|warn|error|trace|println|WriteLine|LogInformation|LogDebug|TryGetValue|valueOf|toString|ToString)$/;

/** Headers that are set by hand in a file: `setHeader("Name", "value")`, `Headers["Name"] = "value"`. */
export function writtenParts(source: SourceText, constants: Constants): readonly WrittenPart[] {
  const { tokens } = source;
  const calls = callsIn(source);
  const found = tokens.flatMap((_, index) => headerAt(source, index, calls, constants) ?? []);
  if (found.length === 0) return [];
  const shallowest = Math.min(...found.map(({ depth }) => depth));
  const compared = comparisonsIn(source, 0, tokens.length, constants, words);
  const isHandedOn = calls.some(
    ({ name, values }) =>
      !harmless.test(name) &&
      words.members?.has(name.split(".").at(-1)!) !== true &&
      words.parts.get(name.split(".").at(-1)!) === undefined &&
      values.some(({ raw }) => isOriginName(raw)),
  );
  return [
    {
      headers: found.map(({ header, depth }) => ({ ...header, isConditional: depth > shallowest })),
      rules: compared.rules,
      isUntold: compared.isUntold || (isHandedOn && compared.rules.length === 0),
      raw: source.raw(tokens[0]!.start, tokens.at(-1)!.end),
    },
  ];
}

function headerAt(
  source: SourceText,
  index: number,
  calls: readonly FoundCall[],
  constants: Constants,
): { readonly header: Omit<WrittenHeader, "isConditional">; readonly depth: number } | null {
  const { tokens } = source;
  const { kind, text, start, end } = tokens[index]!;
  if (kind === "sign" || kind === "number") return null;
  const name = headerName(kind, text);
  if (name === null) return null;
  const value = valueFor(source, index, calls);
  if (value === null) return null;
  const known = constants.resolve(value);
  const before = tokens.slice(0, index).filter((token) => token.kind === "sign");
  return {
    header: {
      name,
      text: known.kind === "number" ? String(known.number) : known.kind === "flag" ? String(known.flag) : textOf(known),
      isOrigin: isOriginName(known.raw) || isOriginName(value.raw),
      at: source.place(start, end),
    },
    depth: before.filter((token) => token.text === "{").length - before.filter((token) => token.text === "}").length,
  };
}

/** In quotes, or a constant of a framework. */
function headerName(kind: "text" | "name", text: string): string | null {
  const name = kind === "text" ? text : (textOf({ kind: "name", name: text } as Value) ?? "");
  return /^(?:access-control-[\w-]+|vary)$/i.test(name) ? name.toLowerCase() : null;
}

function valueFor(source: SourceText, index: number, calls: readonly FoundCall[]): Value | null {
  const { tokens } = source;
  const [before, next, second] = [tokens[index - 1], tokens[index + 1], tokens[index + 2]];
  if (before?.text === "[" && next?.text === "]" && second?.text === "=")
    return new ValueReader(source, index + 3).value();
  const call = calls.find((one) => one.index === index - 2);
  const sets = /(?:^|[.\s])(?:setHeader|addHeader|header|set|add|Add|Append|AppendHeader|AddHeader|put)$/.test(
    call?.name ?? "",
  );
  return before?.text === "(" && next?.text === "," && sets ? (call?.values[1] ?? null) : null;
}
