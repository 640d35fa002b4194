import type { SourceText } from "./source-text.ts";
import { ValueReader } from "./values.ts";
import type { Value } from "./values.ts";

/** Names of a program that are given a value: what they stand for. The last value counts. */
export class Constants {
  readonly #values = new Map<string, Value>();
  readonly #first = new Map<string, Value>();
  /** What each round of a loop gives a name. */
  readonly #rounds = new Map<string, Value>();

  /** @param lists what names that are imported stand for */
  constructor(source: SourceText, lists: Readonly<Record<string, readonly string[]>> = {}) {
    const nowhere = { at: source.place(0, 0), raw: "" };
    for (const [name, texts] of Object.entries(lists)) {
      const values = texts.map((text) => ({ kind: "text", text, isOpen: false, ...nowhere }) as const);
      this.#values.set(name, { kind: "list", values, ...nowhere });
    }
    const { tokens } = source;
    for (const [index, { kind, text }] of tokens.entries()) {
      if (kind !== "name") continue;
      const [name, list] = loopAt(source, index) ?? [];
      if (name !== undefined && list !== undefined) this.#rounds.set(name, list);
      const assigned = assignedAt(source, index);
      if (assigned === null) continue;
      const value = new ValueReader(source, assigned).value();
      if (!this.#first.has(text)) this.#first.set(text, value);
      const before = tokens[assigned - 1]?.text === "+=" ? this.#values.get(text) : undefined;
      this.#values.set(text, before === undefined ? value : { ...value, kind: "join", values: [before, value] });
    }
  }

  get(name: string): Value | undefined {
    const value = this.#values.get(name);
    return value === undefined ? undefined : this.resolve(value);
  }

  /** Everything that a value may be: in a loop, a name is one after the other. */
  each(value: Value): readonly Value[] {
    if (value.kind === "join") {
      const parts = value.values.map((part) => this.each(part));
      const many = parts.find(({ length }) => length > 1);
      return (many ?? [value]).map((one) =>
        this.resolve(
          many === undefined ? value : { ...value, values: parts.map((part) => (part === many ? one : part[0]!)) },
        ),
      );
    }
    const list = value.kind === "name" ? this.#rounds.get(value.name) : undefined;
    const known = list === undefined ? undefined : this.resolve(list);
    return known?.kind === "list" && known.values.length > 0 ? known.values : [this.resolve(value)];
  }

  /** The value that a name is given first. */
  first(name: string): Value | undefined {
    return this.#first.get(name);
  }

  /** What a value is once its names are known. */
  resolve(value: Value, depth = 0): Value {
    if (depth > 20) return { ...value, kind: "unknown" };
    const { at, raw } = value;
    switch (value.kind) {
      case "name": {
        const known = this.#values.get(value.name);
        return known === undefined || known === value ? value : this.resolve(known, depth + 1);
      }
      case "call": {
        const [first] = value.values;
        if (!/^(?:list|tuple|set|frozenset|str)$/.test(value.name) || first === undefined)
          return value.name === "array" ? arrayOf(value) : value;
        return this.resolve(first, depth + 1);
      }
      case "join": {
        const parts = value.values.map((part) => this.resolve(part, depth + 1));
        if (parts.every((part) => part.kind === "text"))
          return {
            kind: "text",
            text: parts.map(({ text }) => text).join(""),
            isOpen: parts.some(({ isOpen }) => isOpen),
            at,
            raw,
          };
        if (parts.every((part) => part.kind === "list"))
          return { kind: "list", values: parts.flatMap(({ values }) => values), at, raw };
        return { ...value, values: parts };
      }
      case "list":
        return { ...value, values: value.values.flatMap((one) => this.#spread(one, depth)) };
      default:
        return value;
    }
  }

  /** `*default_headers` in a list. */
  #spread(value: Value, depth: number): readonly Value[] {
    const known = this.resolve(value, depth + 1);
    return known.kind === "list" && value.kind === "name" ? known.values : [known];
  }
}

/** `array("a" => 1)`, as before PHP 5.4. */
function arrayOf(value: Extract<Value, { readonly kind: "call" }>): Value {
  const { at, raw, values } = value;
  return { kind: "list", values, at, raw };
}

/** `foreach ($list as $name)`, `for name in list`, `for (var name : list)`; null if it is no loop. */
function loopAt(source: SourceText, index: number): readonly [name: string, list: Value] | null {
  const { tokens } = source;
  if (!/^for(?:each)?$/.test(tokens[index]!.text)) return null;
  const at = index + (tokens[index + 1]?.text === "(" ? 2 : 1);
  const list = new ValueReader(source, at);
  const first = list.first();
  const name = tokens[list.index + 1];
  if (tokens[list.index]?.text === "as" && name?.kind === "name") return [name.text, first];
  // `for origin in list`, `foreach (var origin in list)`, `for (String origin : list)`
  const word = tokens.findIndex(
    ({ kind, text }, other) => other > at && ((kind === "name" && text === "in") || (kind === "sign" && text === ":")),
  );
  const before = tokens[word - 1];
  if (word === -1 || word > at + 3 || before?.kind !== "name") return null;
  return [before.text, new ValueReader(source, word + 1).first()];
}

/** Where the value of `NAME = …` begins, `NAME: type = …` and `NAME += …` too; null if it is none. */
function assignedAt({ tokens }: SourceText, index: number): number | null {
  const next = tokens[index + 1];
  if (next?.kind !== "sign") return null;
  if (next.text === "=" || next.text === "+=") return index + 2;
  if (next.text !== ":" || tokens[index + 2]?.kind !== "name") return null;
  const equals = tokens.findIndex(({ text, kind }, at) => at > index && kind === "sign" && /^[=\n;){}]$/.test(text));
  return equals !== -1 && equals < index + 10 && tokens[equals]!.text === "=" ? equals + 1 : null;
}
