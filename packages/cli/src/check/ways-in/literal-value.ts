import type { Node, ObjectExpression } from "@babel/types";
import type { Variables } from "./variables.ts";

/** What an expression is, as far as it is written there. */
export type LiteralValue = string | number | boolean | null | undefined | readonly LiteralValue[] | LiteralRecord;

export interface LiteralRecord {
  readonly [name: string]: LiteralValue;
}

/** An expression that is only known when the program runs. */
export class DynamicValue extends Error {
  readonly node: Node;
  /** The names that lead to it: `headers`, `Authorization`. */
  readonly path: readonly string[];

  constructor(node: Node, path: readonly string[]) {
    super("dynamic");
    this.node = node;
    this.path = path;
  }
}

/** The text that JavaScript makes of a value where it needs one. */
export function asText(value: LiteralValue): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? value.map(asText).join(",") : "[object Object]";
}

/** What expressions are worth where a program's own names are known. */
export class LiteralReader {
  readonly #variables: Variables;
  /** Names that are being read: one that stands for itself is worth nothing. */
  readonly #underway = new Set<string>();

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  /** The expression that a name stands for, or a type was put on. */
  resolved(node: Node): Node {
    if (isWrapper(node)) return this.resolved(node.expression);
    if (node.type !== "Identifier" || this.#underway.has(node.name)) return node;
    const value = this.#variables.valueOf(node.name);
    if (value === null) return node;
    return this.#withName(node.name, () => this.resolved(value));
  }

  /** @throws DynamicValue if any part of it is only known when the program runs */
  value(node: Node, path: readonly string[] = []): LiteralValue {
    switch (node.type) {
      case "StringLiteral":
      case "NumericLiteral":
      case "BooleanLiteral":
        return node.value;
      case "NullLiteral":
        return null;
      case "TemplateLiteral":
        return this.#joined(
          node.quasis.map(({ value }) => value.cooked ?? value.raw),
          node.expressions,
          path,
        );
      case "BinaryExpression":
        if (node.operator !== "+") break;
        return added(this.value(node.left, path), this.value(node.right, path));
      case "Identifier":
        if (node.name === "undefined") return undefined;
        return this.#named(node, node.name, path);
      case "MemberExpression":
        return this.#member(node, path);
      case "ArrayExpression":
        return node.elements.map((element) => (element === null ? undefined : this.value(element, path)));
      case "ObjectExpression":
        return this.#record(node, path);
      case "CallExpression":
      case "NewExpression":
        return this.#made(node, path);
      default:
        if (isWrapper(node)) return this.value(node.expression, path);
    }
    throw new DynamicValue(node, path);
  }

  #withName<Result>(name: string, read: () => Result): Result {
    this.#underway.add(name);
    try {
      return read();
    } finally {
      this.#underway.delete(name);
    }
  }

  #named(node: Node, name: string, path: readonly string[]): LiteralValue {
    const known = this.#underway.has(name) ? null : this.#variables.valueOf(name);
    if (known === null) throw new DynamicValue(node, path);
    const value = this.#withName(name, () => this.value(known, path));
    const isList = known.type === "NewExpression" && /^(?:Headers|URLSearchParams)$/.test(calleeOf(known.callee));
    return isList ? this.#filled(name, value, path) : value;
  }

  /** A list of headers, or a form, with what is put into it afterwards. */
  #filled(name: string, value: LiteralValue, path: readonly string[]): LiteralValue {
    const calls = this.#variables.callsOn(name, /^(?:append|set)$/);
    if (calls.length === 0) return value;
    const pairs = calls.map(({ arguments: [key, text] }) => [key, text].map((part) => part && this.value(part, path)));
    if (typeof value === "string") {
      const form = new URLSearchParams(value);
      for (const [key, text] of pairs) form.append(asText(key), asText(text));
      return form.toString();
    }
    const list = Array.isArray(value)
      ? (value as readonly LiteralValue[])
      : Object.entries((value ?? {}) as LiteralRecord);
    return [...list, ...pairs];
  }

  #member(node: Extract<Node, { readonly type: "MemberExpression" }>, path: readonly string[]): LiteralValue {
    const { object, property } = node;
    const of = this.resolved(object);
    if (of.type === "ObjectExpression" && property.type === "Identifier" && !node.computed) {
      const record = this.#record(of, path);
      if (Object.hasOwn(record, property.name)) return record[property.name];
    }
    throw new DynamicValue(node, path);
  }

  #joined(texts: readonly string[], expressions: readonly Node[], path: readonly string[]): string {
    return texts.reduce(
      (before, text, index) => `${before}${asText(this.value(expressions[index - 1]!, path))}${text}`,
    );
  }

  #record({ properties }: ObjectExpression, path: readonly string[]): LiteralRecord {
    const record: Record<string, LiteralValue> = {};
    for (const property of properties) {
      if (property.type === "SpreadElement") {
        const of = this.resolved(property.argument);
        if (of.type !== "ObjectExpression") throw new DynamicValue(property, path);
        Object.assign(record, this.#record(of, path));
        continue;
      }
      if (property.type !== "ObjectProperty" || property.computed) throw new DynamicValue(property, path);
      const name = keyOf(property.key) ?? asText(this.value(property.key, path));
      record[name] = this.value(property.value, [...path, name]);
    }
    return record;
  }

  /** What a page makes of literals: a URL, a header list, JSON, a form. */
  #made(node: Made, path: readonly string[]): LiteralValue {
    const [first, second] = node.arguments;
    const value = first === undefined ? undefined : this.value(first, path);
    switch (calleeOf(node.callee)) {
      case "JSON.stringify":
        return JSON.stringify(value);
      case "String":
        return asText(value);
      case "encodeURIComponent":
        return encodeURIComponent(asText(value));
      case "btoa":
        return Buffer.from(asText(value), "latin1").toString("base64");
      case "URL": {
        const base = second === undefined ? undefined : asText(this.value(second, path));
        if (base === undefined) return value;
        if (URL.canParse(asText(value), base)) return new URL(asText(value), base).href;
        break;
      }
      case "Headers":
        return value ?? {};
      case "URLSearchParams":
        return typeof value === "string"
          ? value
          : new URLSearchParams((value ?? {}) as Record<string, string>).toString();
      default:
    }
    throw new DynamicValue(node, path);
  }
}

type Made = Extract<Node, { readonly type: "CallExpression" | "NewExpression" }>;
type Wrapper = Extract<
  Node,
  { readonly type: "TSAsExpression" | "TSNonNullExpression" | "TSSatisfiesExpression" | "ParenthesizedExpression" }
>;

function isWrapper(node: Node): node is Wrapper {
  return /^(?:TS(?:As|NonNull|Satisfies)|Parenthesized)Expression$/.test(node.type);
}

/** The name of a property, where it is written as one. */
export function keyOf(key: Node): string | null {
  if (key.type === "Identifier") return key.name;
  return key.type === "StringLiteral" ? key.value : null;
}

function added(left: LiteralValue, right: LiteralValue): LiteralValue {
  return typeof left === "number" && typeof right === "number" ? left + right : asText(left) + asText(right);
}

/** "fetch", "window.fetch", "JSON.stringify"; "" for what is not a name. */
export function calleeOf(callee: Node): string {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return "";
  return `${calleeOf(callee.object)}.${callee.property.name}`;
}
