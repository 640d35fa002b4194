import type { OriginExpression, OriginRule } from "../../block.ts";
import { listedValues, textOf } from "../braces/listed.ts";
import type { Constants } from "../source/constants.ts";
import type { SourceText } from "../source/source-text.ts";
import { callsIn } from "../source/values.ts";
import type { FoundCall, Value } from "../source/values.ts";
import { behindBracket, predicateBody } from "./predicate-body.ts";

/** What `SetIsOriginAllowed` is given. */
interface Predicate {
  readonly values: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly at: Value["at"];
}

/** Which origins a predicate takes: a lambda, or the name of a method in the file. Null if that is not told. */
export function testedOrigins(
  { values, keywords, at }: Predicate,
  source: SourceText,
  constants: Constants,
): readonly OriginRule[] | null {
  const [lambda] = keywords.values();
  if (lambda?.kind === "flag") return lambda.flag ? [{ kind: "repeated", at }] : [];
  const [named] = values;
  const isName = named?.kind === "name";
  const range = isName ? methodNamed(source, named.name) : rangeOf(source, lambda ?? named);
  if (range === null) return null;
  const rules = rangeTests(source, range, constants);
  return rules.length === 0 || rules.includes(null) ? null : rules.flatMap((rule) => rule ?? []);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** `bool IsAllowed(string origin) => …;`, or with a body. */
function methodNamed({ tokens }: SourceText, name: string): Range | null {
  const at = tokens.findIndex(
    ({ text, kind }, index) =>
      kind === "name" && text === name && tokens[index + 1]?.text === "(" && tokens[index - 1]?.text === "bool",
  );
  const from = tokens.findIndex(({ text, kind }, index) => index > at && kind === "sign" && /^(?:=>|\{)$/.test(text));
  if (at === -1 || from === -1) return null;
  if (tokens[from]!.text === "{") return { from, to: behindBracket(tokens, from) };
  const to = tokens.findIndex(({ text, kind }, index) => index > from && kind === "sign" && text === ";");
  return to === -1 ? null : { from, to };
}

function rangeOf(source: SourceText, value: Value | undefined): Range | null {
  if (value === undefined || value.raw === "") return null;
  const from = source.tokens.findIndex(({ start, end }) =>
    JSON.stringify(source.place(start, end).span).startsWith(spanStart(value)),
  );
  if (from === -1) return null;
  const start = source.tokens[from]!.start;
  const behind = source.tokens.findIndex((token) => token.start >= start + value.raw.length);
  return { from, to: behind === -1 ? source.tokens.length : behind };
}

function spanStart({ at: { span } }: Value): string {
  return `{"line":${span.line},"column":${span.column},`;
}

/** Each test that `||` joins; null for one that is none of these. */
function rangeTests(
  source: SourceText,
  { from, to }: Range,
  constants: Constants,
): readonly (readonly OriginRule[] | null)[] {
  const { tokens, place } = source;
  const body = predicateBody(source, from, to);
  if (body === null) return [null];
  const inBody = new Set(body);
  const calls = callsIn(source).filter((call) => inBody.has(call.index) && !isMade(call));
  const rules = calls.map((call) => ofCall(call, source, constants));
  for (const index of body) {
    const { kind, text, start, end } = tokens[index]!;
    const value = tokens[index + 1];
    if (kind === "name" && /(?:^|\.)IsLoopback$/.test(text))
      rules.push(["localhost", "127.0.0.1", "[::1]"].map((host) => hostRule(host, "whole", place(start, end))));
    if (kind !== "sign" || text !== "==" || value === undefined) continue;
    const at = place(value.start, value.end);
    if (value.kind !== "text") rules.push(null);
    else if (isHostName(tokens[index - 1]?.text ?? "")) rules.push([hostRule(value.text, "whole", at)]);
    else rules.push([{ kind: "exact", origin: value.text, at }]);
  }
  return rules;
}

/** `uri.Host`, `new Uri(origin).Host` */
function isHostName(name: string): boolean {
  return /(?:^|\.)(?:Idn)?Host$/.test(name);
}

/** `new Uri(origin)` is the origin. */
function isMade({ name }: FoundCall): boolean {
  return /(?:^|\.)Uri$/.test(name);
}

function ofCall(
  { name, values, at, index }: FoundCall,
  source: SourceText,
  constants: Constants,
): readonly OriginRule[] | null {
  const [, owner = "", method = name] = /^(.*)\.(\w+)$/s.exec(name) ?? [];
  const [given] = values;
  if (given === undefined) return null;
  const isOrigin = /origin|host/i.test(given.raw) && given.kind === "name";
  if (method === "IsMatch") {
    const made = owner === "Regex" ? values[1] : constants.get(owner);
    const text = made?.kind === "call" ? made.values[0] : made;
    return text?.kind === "text" ? [expressionOf(text, made?.kind === "call" ? made.raw : "")] : null;
  }
  if (method === "Contains" && isOrigin) {
    const list = constants.get(owner);
    if (list === undefined) return null;
    const texts = listedValues(list, constants).map((value) => [textOf(value), value.at] as const);
    if (texts.some(([text]) => text === null)) return null;
    return texts.map(([text, where]) => ({ kind: "exact", origin: text!, at: where }));
  }
  const text = textOf(constants.resolve(given));
  if (text === null) return null;
  // `new Uri(origin).Host.EndsWith(…)` is cut behind the bracket.
  const isHost = isHostName(owner) || (name.startsWith("Host.") && source.tokens[index - 1]?.text === ".");
  const hostPart = hostParts.get(method);
  if (isHost) return hostPart === undefined ? null : [hostRule(text, hostPart, at)];
  const literal = escaped(text);
  const part = { kind: "expression", echo: "request", written: "part", at } as const;
  if (method === "EndsWith") return [{ ...part, source: `${literal}$` }];
  if (method === "StartsWith") return [{ ...part, source: `^${literal}` }];
  return method === "Contains" ? [{ ...part, source: literal }] : null;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

const hostParts: ReadonlyMap<string, "whole" | "start" | "end" | "anywhere"> = new Map([
  ["Equals", "whole"],
  ["StartsWith", "start"],
  ["EndsWith", "end"],
  ["Contains", "anywhere"],
]);

/** A host, or a part of one, of any scheme and at any port. */
function hostRule(host: string, part: "whole" | "start" | "end" | "anywhere", at: Value["at"]): OriginExpression {
  const before = part === "end" || part === "anywhere" ? ".*" : "";
  const behind = part === "start" || part === "anywhere" ? "" : "(?::[0-9]+)?$";
  const source = `^https?://${before}${escaped(host)}${behind}`;
  return { kind: "expression", source, echo: "request", original: host, at };
}

function expressionOf({ text, at }: Extract<Value, { readonly kind: "text" }>, raw: string): OriginExpression {
  const source = text.replaceAll(/\\([Az])/g, (_, end: string) => (end === "A" ? "^" : "$"));
  return { kind: "expression", source, ignoresCase: /\bIgnoreCase\b/.test(raw), echo: "request", at };
}
