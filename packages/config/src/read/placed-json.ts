import { parseExpression } from "@babel/parser";
import type { Node } from "@babel/types";
import type { Place } from "./finding.ts";
import { ReadError } from "./read-error.ts";
import type { SourceFile } from "./reading.ts";
import { TextLines } from "./text-lines.ts";

/** A value of JSON that knows where it stands. Whatever is asked of it that it has not, is not there. */
export class PlacedJson {
  readonly #node: Node;
  readonly #lines: TextLines;

  constructor(node: Node, lines: TextLines) {
    this.#node = node;
    this.#lines = lines;
  }

  get at(): Place {
    return this.#lines.place(this.#node.start ?? 0, this.#node.end ?? 0);
  }

  /** A text, or a number or a truth value as one; null if it is none of these. */
  get text(): string | null {
    const node = this.#node;
    if (node.type === "StringLiteral" || node.type === "NumericLiteral" || node.type === "BooleanLiteral")
      return String(node.value);
    return null;
  }

  get isNull(): boolean {
    return this.#node.type === "NullLiteral";
  }

  /** The entries of an object. */
  get entries(): readonly (readonly [key: string, value: PlacedJson])[] {
    if (this.#node.type !== "ObjectExpression") return [];
    return this.#node.properties.flatMap((property) =>
      property.type === "ObjectProperty" && property.key.type === "StringLiteral"
        ? [[property.key.value, new PlacedJson(property.value, this.#lines)] as const]
        : [],
    );
  }

  /** The values of a list. */
  get items(): readonly PlacedJson[] {
    if (this.#node.type !== "ArrayExpression") return [];
    return this.#node.elements.flatMap((element) => (element === null ? [] : [new PlacedJson(element, this.#lines)]));
  }

  /** The texts of a list. */
  get texts(): readonly string[] {
    return this.items.flatMap(({ text }) => (text === null ? [] : [text]));
  }

  /** The value at the end of a way of keys. */
  get(...keys: readonly string[]): PlacedJson | undefined {
    const [first, ...rest] = keys;
    if (first === undefined) return this;
    return this.entries.findLast(([key]) => key === first)?.[1].get(...rest);
  }

  /** The items of the list at the end of a way of keys. */
  listAt(...keys: readonly string[]): readonly PlacedJson[] {
    return this.get(...keys)?.items ?? [];
  }

  /** Whether anything within, or the value itself, is as asked for. */
  some(test: (value: PlacedJson, key: string) => boolean, key = ""): boolean {
    return (
      test(this, key) ||
      this.entries.some(([name, value]) => value.some(test, name)) ||
      this.items.some((value) => value.some(test))
    );
  }
}

/** @throws ReadError if it is no JSON */
export function parsePlacedJson(file: SourceFile): PlacedJson {
  const lines = new TextLines(file);
  try {
    JSON.parse(file.text);
    // JavaScript's parser knows where everything stands, and JSON is JavaScript.
    return new PlacedJson(parseExpression(file.text, { errorRecovery: true }), lines);
  } catch (error) {
    const at = Number(/at position (\d+)/.exec(String(error))?.[1] ?? 0);
    throw new ReadError("this is no JSON", lines.place(at, at));
  }
}
