import type { Block, Scope } from "../../block.ts";
import type { Place } from "../../finding.ts";
import type { PlacedText } from "../buckets/bucket-rule.ts";
import { branchingWords } from "../braces/is-branching.ts";
import { listedValues, textOf } from "../braces/listed.ts";
import type { Constants } from "../source/constants.ts";
import type { SourceText } from "../source/source-text.ts";
import { ValueReader } from "../source/values.ts";
import type { Value } from "../source/values.ts";
import { Configurations } from "./configurations.ts";
import type { Configuration, Part } from "./configurations.ts";
import { mappingOf } from "./mappings.ts";
import { springBlock, springScope } from "./spring-settings.ts";

export type Note = (at: Place, why: string) => void;

/** What a method, a property or a part of an annotation is about, without `set`, `add` and the `s` of several. */
const parts: ReadonlyMap<string, Part> = new Map([
  ["allowedorigin", "origins"],
  ["origin", "origins"],
  ["value", "origins"],
  ["allowedoriginpattern", "patterns"],
  ["originpattern", "patterns"],
  ["allowedmethod", "methods"],
  ["method", "methods"],
  ["allowedheader", "headers"],
  ["exposedheader", "exposed"],
  ["allowcredential", "credentials"],
  ["maxage", "maxAge"],
]);

function partNamed(name: string): Part | undefined {
  return parts.get(
    name
      .toLowerCase()
      .replace(/^(?:set|add)/, "")
      .replace(/s$/, ""),
  );
}

/** Those of them that are methods and properties: `maxAge`, `setAllowedOrigins`. */
const isSetting = /^(?:(?:set|add)?(?:Allowed|Exposed|Allow)\w+|(?:allowed|exposed|allow)\w+|(?:setM|m)axAge)$/;

/**
 * Configuration of Spring in a program: `CorsConfiguration`, `addMapping`, `@CrossOrigin`.
 *
 * @see https://docs.spring.io/spring-framework/reference/web/webmvc-cors.html
 */
export function readSpring(source: SourceText, constants: Constants, note: Note): readonly Block[] {
  const { tokens } = source;
  const made = new Configurations(source);
  const annotations: Configuration[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== "name") continue;
    if (text === "CrossOrigin" && tokens[index - 1]?.text === "@")
      annotations.push(annotation(source, index, constants));
    else if (tokens[index + 1]?.text === "(") readCall(source, index, made, constants, note);
    else if (tokens[index + 1]?.text === "=") readProperty(source, index, made);
  }
  return [...annotations, ...made.all].flatMap((one) => blocksOf(one, constants, note));
}

function readCall(source: SourceText, index: number, made: Configurations, constants: Constants, note: Note): void {
  const { owner, name } = nameAt(source, index);
  const values = new ValueReader(source, index).call()?.values ?? [];
  const [path, given] = values;
  const scope = (): Scope => {
    const known = path === undefined ? null : textOf(constants.resolve(path));
    return known === null ? { kind: "other", text: path?.raw ?? "A path that is worked out" } : springScope(known);
  };
  switch (name) {
    case "CorsConfiguration":
      return made.begin(index, false);
    case "addMapping":
      return made.begin(index, true, scope());
    // Of web sockets, which ask for no CORS.
    case "addEndpoint":
    case "addHandler":
      return made.end();
    case "applyPermitDefaultValues":
      return made.open(owner);
    case "registerCorsConfiguration":
      if (!made.register(scope(), given) && given !== undefined)
        note(given.at, "What comes from somewhere else for some paths is not told by this file alone.");
      return undefined;
    default: {
      const part = isSetting.test(name) ? partNamed(name) : undefined;
      return part === undefined ? undefined : made.say(owner, part, values, index, name.startsWith("add"));
    }
  }
}

/** `config.allowedOrigins = listOf("https://a.test")`, of Kotlin */
function readProperty(source: SourceText, index: number, made: Configurations): void {
  const { owner, name } = nameAt(source, index);
  const part = isSetting.test(name) ? partNamed(name) : undefined;
  if (part !== undefined) made.say(owner, part, [new ValueReader(source, index + 2).value()], index, false);
}

function nameAt({ tokens }: SourceText, index: number): { readonly owner: string | undefined; readonly name: string } {
  const { text } = tokens[index]!;
  const [, owner, name = text] = /^(.*)\.(\w+)$/s.exec(text) ?? [];
  return { owner, name };
}

/** `@CrossOrigin(origins = "https://a.test")` on a class or one of its methods. */
function annotation(source: SourceText, index: number, constants: Constants): Configuration {
  const { start, end } = source.tokens[index]!;
  const call = source.tokens[index + 1]?.text === "(" ? new ValueReader(source, index).call() : null;
  const { scope, methods } = mappingOf(source, index, constants);
  const said = new Map<Part, readonly Value[]>([["methods", methods]]);
  if (call !== null && call.values.length > 0) said.set("origins", call.values);
  for (const [name, value] of call?.keywords ?? []) {
    const part = partNamed(name);
    if (part !== undefined) said.set(part, [value]);
  }
  const at = source.place(start, end);
  return { at, scopes: [scope], said, isBranching: false, isOpen: true };
}

function blocksOf(configuration: Configuration, constants: Constants, note: Note): readonly Block[] {
  const { at, scopes, said, isOpen } = configuration;
  if (said.size === 0 && !isOpen) return [];
  if (configuration.isBranching) note(at, branchingWords);
  const listed = (part: Part): readonly PlacedText[] => {
    const values = (said.get(part) ?? []).flatMap((value) => listedValues(value, constants));
    return values.flatMap((value) => {
      const text = textOf(value);
      if (text !== null) return [{ text, at: value.at }];
      note(value.at, untold[part]);
      return [];
    });
  };
  const texts = (part: Part, otherwise: readonly string[]): readonly string[] =>
    said.has(part) ? listed(part).map(({ text }) => text) : otherwise;
  const hasOrigins = said.has("origins") || said.has("patterns");
  const settings = {
    at,
    origins: isOpen && !hasOrigins ? [{ text: "*", at }] : listed("origins"),
    patterns: listed("patterns"),
    methods: texts("methods", isOpen ? ["GET", "HEAD", "POST"] : ["GET", "HEAD"]),
    requestHeaders: texts("headers", isOpen ? ["*"] : []),
    exposedHeaders: texts("exposed", []),
    credentials: isTrue(said.get("credentials")?.at(-1), constants),
    maxAge: secondsOf(said.get("maxAge")?.at(-1), constants, note) ?? (isOpen ? 1800 : null),
  };
  const all: readonly Scope[] = scopes.length === 0 ? [{ kind: "all" }] : scopes;
  return all.map((scope) => springBlock({ ...settings, scope }));
}

const untold: Readonly<Record<Part, string>> = {
  origins: "Which origins may read is not told by this file alone.",
  patterns: "Which origins may read is not told by this file alone.",
  methods: "Which methods are allowed is not told by this file alone.",
  headers: "Which headers are allowed is not told by this file alone.",
  exposed: "Which headers are exposed is not told by this file alone.",
  credentials: "Whether credentials are allowed is not told by this file alone.",
  maxAge: "How long a preflight is remembered is not told by this file alone.",
};

/** An annotation has it as a text. */
function isTrue(value: Value | undefined, constants: Constants): boolean {
  const known = value === undefined ? undefined : constants.resolve(value);
  return (known?.kind === "flag" && known.flag) || (known?.kind === "text" && known.text === "true");
}

const units: ReadonlyMap<string, number> = new Map([
  ["ofSeconds", 1],
  ["ofMinutes", 60],
  ["ofHours", 3600],
  ["ofDays", 86_400],
]);

/** `3600`, `3600L`, `Duration.ofHours(1)` */
function secondsOf(value: Value | undefined, constants: Constants, note: Note): number | null {
  if (value === undefined) return null;
  const known = constants.resolve(value);
  const plain = /^[\d_]+L?$/i.exec(known.raw.trim());
  if (plain !== null) return Number(plain[0].replaceAll(/[_L]/gi, ""));
  const unit = known.kind === "call" ? units.get(known.name.split(".").at(-1)!) : undefined;
  const [count] = known.kind === "call" ? known.values : [];
  if (unit !== undefined && count?.kind === "number") return unit * count.number;
  note(known.at, untold.maxAge);
  return null;
}
