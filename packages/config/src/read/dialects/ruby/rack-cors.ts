import { block } from "../../block.ts";
import type { Block, HeaderWords, OriginRule, Scope } from "../../block.ts";
import type { Place } from "../../finding.ts";
import { requestHeaderWords } from "../../header-words.ts";
import { repeatedHeaders, wordsOf } from "../names.ts";
import { pathScope } from "../path-scope.ts";
import type { Constants } from "../source/constants.ts";
import type { SourceText } from "../source/source-text.ts";
import type { Value } from "../source/values.ts";
import { givenAt, isExpression, textsOf } from "./values.ts";
import type { Given } from "./values.ts";

export type Note = (at: Place, why: string) => void;

/** Who may read, and which of them are not in the file. */
interface Origins {
  readonly rules: readonly OriginRule[];
  readonly unknown: readonly Value[];
}

/**
 * The `allow` blocks of rack-cors: the origins of each, for each of its resources.
 *
 * @see https://github.com/cyu/rack-cors/blob/v1.1.1/lib/rack/cors.rb
 */
export function readRackCors(source: SourceText, constants: Constants, note: Note): readonly Block[] {
  const { tokens } = source;
  if (!tokens.some(({ kind, text }) => kind === "name" && /(?:^|::)Rack::Cors$/.test(text))) return [];
  const blocks: Block[] = [];
  let origins: Origins = { rules: [], unknown: [] };
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== "name") continue;
    const [, method] = /^(?:\w+\.)?(allow|origins|resource)$/.exec(text) ?? [];
    if (method === "allow") origins = { rules: [], unknown: [] };
    if (method === "origins") origins = originsOf(source, givenAt(source, index + 1), index, constants);
    if (method !== "resource") continue;
    for (const { at } of origins.unknown) note(at, "Which origins may read is not told by this file alone.");
    blocks.push(resourceBlock(source, index, origins, constants, note));
  }
  return together(blocks);
}

/** Those that differ in nothing but their origins are one: the first that has the origin decides. */
function together(blocks: readonly Block[]): readonly Block[] {
  const alike = new Map<string, Block>();
  for (const one of blocks) {
    const { scope, credentials, methods, requestHeaders, exposedHeaders, maxAge, origins } = one;
    const isOpen = origins.some(({ kind }) => kind === "any");
    const key = JSON.stringify([scope, credentials, methods, requestHeaders, exposedHeaders, maxAge, isOpen]);
    const first = alike.get(key) ?? { ...one, origins: [] };
    alike.set(key, { ...first, origins: [...first.origins, ...origins] });
  }
  return [...alike.values()];
}

function originsOf(source: SourceText, { values }: Given, index: number, constants: Constants): Origins {
  const all = values.map((value) => constants.resolve(value));
  const rules: OriginRule[] = [];
  const unknown: Value[] = [];
  for (const value of all.flatMap((one) => (one.kind === "list" ? one.values : [one]))) {
    const texts = textsOf(value);
    if (texts !== null) rules.push(...texts.map(originRule));
    // `->(origin, env) { true }`
    else if (/\{\s*(?:\|[^|]*\|)?\s*true\s*\}/.test(value.raw)) rules.push({ kind: "repeated", at: value.at });
    else unknown.push(value);
  }
  // `origins do |origin, env| … end`
  if (source.tokens[index + 1]?.text === "do") {
    const { start, end } = source.tokens[index]!;
    return { rules: [], unknown: [{ kind: "unknown", at: source.place(start, end), raw: "" }] };
  }
  return { rules: rules.filter((rule) => rule.kind !== "exact" || rule.origin !== ""), unknown };
}

/** A text without http or https in front is a host, of any scheme and without a port. */
function originRule(value: Extract<Value, { readonly kind: "text" }>): OriginRule {
  const { text, at, raw } = value;
  if (isExpression(value)) {
    const ignoresCase = /[a-z]*i[a-z]*$/.test(/[a-z]*$/.exec(raw)?.[0] ?? "");
    const [, open = "", source = "", close = ""] = /^(%r.|\/)(.*)([^a-z][a-z]*)$/s.exec(raw) ?? [];
    return {
      kind: "expression",
      source: text,
      ignoresCase,
      echo: "request",
      original: source,
      at,
      // Within `/`, a slash has a backslash.
      print: (changed) => ({ span: at.span, text: `${open}${rubyOf(changed, open === "/")}${close}` }),
    };
  }
  if (text === "*") return { kind: "any", at };
  if (/^https?:\/\//.test(text) || text === "file://") return { kind: "exact", origin: text, at };
  const literal = text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  return { kind: "expression", source: `^(?:https?)://${literal}$`, echo: "request", original: text, at };
}

function rubyOf(expression: string, hasSlashes: boolean): string {
  const ended = expression.replace(/^\^/, String.raw`\A`).replace(/(?<!\\)\$$/, String.raw`\z`);
  return hasSlashes ? ended.replaceAll(/(?<!\\)\//g, String.raw`\/`) : ended;
}

/** Methods that `:any` stands for. */
const anyMethod = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

function resourceBlock(source: SourceText, index: number, { rules }: Origins, constants: Constants, note: Note): Block {
  const { start, end } = source.tokens[index]!;
  const at = source.place(start, end);
  const { values, keywords } = givenAt(source, index + 1);
  const option = (name: string): Value | undefined => {
    const given = keywords.get(name);
    return given === undefined ? undefined : constants.resolve(given);
  };
  const listed = (name: string): readonly string[] => {
    const value = option(name);
    const texts = textsOf(value);
    if (texts === null) note(value!.at, `${name} is not told by this file alone.`);
    return (texts ?? []).map(({ text }) => text);
  };
  if (keywords.has("if")) note(at, "This is for some requests alone, which a condition tells.");
  const isOpen = rules.some(({ kind }) => kind === "any");
  const credentials = isTrue(option("credentials"));
  const age = option("max_age");
  const methods = keywords.has("methods") ? listed("methods").map((name) => name.toUpperCase()) : ["GET"];
  const text = source.raw(0, source.tokens.at(-1)?.end ?? 0);
  const varies = /["']vary["']/i.test(text) && /["']Origin["']/.test(text);
  return block({
    at,
    scope: scopeOf(values[0]),
    origins: rules,
    credentials,
    methods: methods.includes("ANY") ? anyMethod : methods,
    requestHeaders: headersOf(source, option("headers"), credentials && !isOpen, listed("headers")),
    exposedHeaders: wordsOf(listed("expose")),
    maxAge: age?.kind === "number" ? age.number : 7200,
    vary: varies
      ? { is: "always" }
      : { is: "sometimes", at, write: "add it to the answers to preflights, by a middleware before this one" },
    errors: errorsOf(source, at),
    preflight: { answered: { is: "preflights" }, granted: { is: true }, afterAuthentication: { is: "unknown" } },
  });
}

function isTrue(value: Value | undefined): boolean {
  return value?.kind === "flag" && value.flag;
}

function scopeOf(path: Value | undefined): Scope {
  const [only] = textsOf(path) ?? [];
  if (only === undefined || isExpression(only)) return { kind: "other", text: path?.raw ?? "" };
  if (only.text === "*" || only.text === "/*") return { kind: "all" };
  const base = only.text.replace(/\/?\*$/, "");
  return pathScope(base === only.text ? "exact" : "prefix", base, only.text);
}

const header = "access-control-allow-headers";

/** What is asked for is repeated, as long as it is listed, unless a middleware around this one says otherwise. */
function headersOf(
  { tokens }: SourceText,
  value: Value | undefined,
  credentials: boolean,
  listed: readonly string[],
): HeaderWords {
  for (const [index, { kind, text }] of tokens.entries()) {
    const instead = tokens[index + 3];
    if (kind !== "text" || text.toLowerCase() !== header || tokens[index + 2]?.text !== "?") continue;
    if (instead?.kind !== "text") continue;
    const names = instead.text.split(",").map((name) => name.trim());
    return requestHeaderWords(names.filter((name) => name !== ""));
  }
  if (value?.kind === "text" && value.raw === ":any") return repeatedHeaders(credentials);
  // `*` is a name here. Content-Type is allowed whatever is listed.
  const names = [...listed.filter((name) => name !== "*"), "Content-Type"];
  return names.filter(
    (name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index,
  );
}

/** Rails catches what an application raises behind the first middleware; a server alone says nothing about CORS. */
function errorsOf({ tokens }: SourceText, at: Place): Block["errors"] {
  const uses = tokens.some(
    ({ text }, index) => /\buse$/.test(text) && tokens[index + 1]?.text.endsWith("Rack::Cors") === true,
  );
  return uses
    ? { is: "lost", at, write: "rescue what the application raises, by a middleware behind this one" }
    : { is: "unknown" };
}
