import type { OriginExpression, OriginRule } from "../../block.ts";
import { comparisonsIn, isOriginName } from "../source/comparisons.ts";
import type { ComparisonWords } from "../source/comparisons.ts";
import type { Constants } from "../source/constants.ts";
import type { SourceText } from "../source/source-text.ts";
import { callsIn } from "../source/values.ts";
import type { FoundCall, Value } from "../source/values.ts";
import type { WrittenHeader, WrittenPart } from "../source/written-headers.ts";
import { withoutDelimiters } from "./perl-expression.ts";

const words: ComparisonWords = {
  expressionsOf,
  parts: new Map([
    ["str_starts_with", "start"],
    ["str_ends_with", "end"],
    ["str_contains", "anywhere"],
    ["strpos", "anywhere"],
    ["stripos", "anywhere"],
    ["strstr", "anywhere"],
  ]),
  lists: new Set(["in_array", "array_search", "strcmp", "strcasecmp"]),
};

/** `preg_match('~\Ahttps://app\.example\.com\z~', $origin)` */
function expressionsOf({ name, values }: FoundCall, constants: Constants): readonly OriginRule[] {
  const [pattern, subject] = values;
  if (name !== "preg_match" || pattern === undefined || !isOriginName(subject?.raw ?? "")) return [];
  return constants.each(pattern).flatMap((known): readonly OriginExpression[] => {
    const found = known.kind === "text" && !known.isOpen ? withoutDelimiters(known.text) : null;
    return found === null ? [] : [{ kind: "expression", ...found, echo: "request", at: known.at }];
  });
}

/** The functions that set headers by hand, and what stands in none. */
export function writtenParts(source: SourceText, constants: Constants): readonly WrittenPart[] {
  const owners = new Map<string, { readonly range: Range; readonly headers: WrittenHeader[] }>();
  const functions = functionsOf(source);
  const whole: Range = { from: 0, to: source.tokens.length };
  for (const call of callsIn(source)) {
    const isMethod = source.tokens[call.index - 1]?.text === "->";
    const written = headerOf(isMethod ? { ...call, name: `->${call.name}` } : call, constants);
    if (written === null) continue;
    const range = functions.findLast(({ from, to }) => from <= call.index && call.index < to) ?? whole;
    const owner = owners.get(JSON.stringify(range)) ?? { range, headers: [] };
    owners.set(JSON.stringify(range), owner);
    owner.headers.push({
      ...written,
      isConditional: depthOf(source, range, call.index) > (range === whole ? 0 : 1),
      at: call.at,
    });
  }
  return [...owners.values()].map(({ range: { from, to }, headers }) => ({
    headers,
    ...comparisonsIn(source, from, to, constants, words),
    raw: source.raw(source.tokens[from]?.start ?? 0, source.tokens[to - 1]?.end ?? 0),
  }));
}

/** `header("Name: value")`, `$response->headers->set("Name", "value")`, `->withHeader("Name", "value")` */
function headerOf(
  { name, values }: FoundCall,
  constants: Constants,
): Omit<WrittenHeader, "isConditional" | "at"> | null {
  const [first, second] = values;
  if (first === undefined) return null;
  if (/^\\?header$/i.test(name)) {
    const parts = partsOf(constants.resolve(first));
    const [, field, text = ""] = /^([\w-]+)\s*:\s*(.*)$/s.exec(parts[0]?.text ?? "") ?? [];
    if (field === undefined || !isAboutCors(field)) return null;
    const isWhole = parts.length === 1 && parts[0]?.isOpen === false;
    return {
      name: field.toLowerCase(),
      text: isWhole ? text.trim() : null,
      isOrigin: isOriginName(first.raw.replace(/access-control-allow-origin/i, "")),
    };
  }
  if (!/(?:->|::)(?:set|header|withHeader|withAddedHeader|addHeader|setHeader|add)$/.test(name) || second === undefined)
    return null;
  const field = constants.resolve(first);
  if (field.kind !== "text" || !isAboutCors(field.text)) return null;
  const value = constants.resolve(second);
  const text =
    value.kind === "text" && !value.isOpen ? value.text : value.kind === "number" ? String(value.number) : null;
  return { name: field.text.toLowerCase(), text, isOrigin: isOriginName(value.raw) || isOriginName(second.raw) };
}

function isAboutCors(name: string): boolean {
  return /^(?:access-control-[\w-]+|vary)$/i.test(name);
}

interface Part {
  readonly text: string;
  readonly isOpen: boolean;
}

/** The texts of a value, and what stands between them. */
function partsOf(value: Value): readonly Part[] {
  if (value.kind === "join") return value.values.flatMap(partsOf);
  return [value.kind === "text" ? value : { text: "", isOpen: true }];
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** From `function` to the end of its braces. */
function functionsOf({ tokens }: SourceText): readonly Range[] {
  return tokens.flatMap(({ kind, text }, from) => {
    if (kind !== "name" || text !== "function") return [];
    let depth = 0;
    for (let to = from; to < tokens.length; to += 1) {
      const token = tokens[to]!;
      if (token.kind !== "sign") continue;
      if (token.text === "{") depth += 1;
      if (token.text === ";" && depth === 0) return [];
      if (token.text === "}" && (depth -= 1) === 0) return [{ from, to: to + 1 }];
    }
    return [];
  });
}

/** How many braces are around a token, within a range. */
function depthOf({ tokens }: SourceText, { from }: Range, index: number): number {
  const signs = tokens.slice(from, index).filter(({ kind }) => kind === "sign");
  return signs.filter(({ text }) => text === "{").length - signs.filter(({ text }) => text === "}").length;
}
