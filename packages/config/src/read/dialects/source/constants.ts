import type { SourceText } from "./source-text.ts";
import { ValueReader } from "./values.ts";
import type { Value } from "./values.ts";

/** Names of a program that are given a value: what they stand for. The last value counts. */
export class Constants {
  readonly #values = new Map<string, Value>();
  readonly #first = new Map<string, Value>();

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

/** Where the value of `NAME = …` begins, `NAME: type = …` and `NAME += …` too; null if it is none. */
function assignedAt({ tokens }: SourceText, index: number): number | null {
  const next = tokens[index + 1];
  if (next?.kind !== "sign") return null;
  if (next.text === "=" || next.text === "+=") return index + 2;
  if (next.text !== ":" || tokens[index + 2]?.kind !== "name") return null;
  const equals = tokens.findIndex(({ text, kind }, at) => at > index && kind === "sign" && /^[=\n;){}]$/.test(text));
  return equals !== -1 && equals < index + 10 && tokens[equals]!.text === "=" ? equals + 1 : null;
}
