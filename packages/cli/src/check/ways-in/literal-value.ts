import type { Node, ObjectExpression } from "@babel/types";

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

/** @throws DynamicValue if any part of it is only known when the program runs */
export function literalValue(node: Node, path: readonly string[] = []): LiteralValue {
  switch (node.type) {
    case "StringLiteral":
    case "NumericLiteral":
    case "BooleanLiteral":
      return node.value;
    case "NullLiteral":
      return null;
    case "TemplateLiteral":
      return joined(
        node.quasis.map(({ value }) => value.cooked ?? value.raw),
        node.expressions,
        path,
      );
    case "BinaryExpression":
      if (node.operator !== "+") break;
      return added(literalValue(node.left, path), literalValue(node.right, path));
    case "Identifier":
      if (node.name === "undefined") return undefined;
      break;
    case "ArrayExpression":
      return node.elements.map((element) => (element === null ? undefined : literalValue(element, path)));
    case "ObjectExpression":
      return recordOf(node, path);
    case "CallExpression":
    case "NewExpression":
      return madeValue(node, path);
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "ParenthesizedExpression":
      return literalValue(node.expression, path);
    default:
  }
  throw new DynamicValue(node, path);
}

function joined(texts: readonly string[], expressions: readonly Node[], path: readonly string[]): string {
  return texts.reduce(
    (before, text, index) => `${before}${asText(literalValue(expressions[index - 1]!, path))}${text}`,
  );
}

function added(left: LiteralValue, right: LiteralValue): LiteralValue {
  return typeof left === "number" && typeof right === "number" ? left + right : asText(left) + asText(right);
}

function recordOf({ properties }: ObjectExpression, path: readonly string[]): LiteralRecord {
  const record: Record<string, LiteralValue> = {};
  for (const property of properties) {
    if (property.type !== "ObjectProperty" || property.computed) throw new DynamicValue(property, path);
    const { key } = property;
    const name = key.type === "Identifier" ? key.name : asText(literalValue(key, path));
    record[name] = literalValue(property.value, [...path, name]);
  }
  return record;
}

type Made = Extract<Node, { readonly type: "CallExpression" | "NewExpression" }>;

/** What a page makes of literals: a URL, a header list, JSON, a form. */
function madeValue(node: Made, path: readonly string[]): LiteralValue {
  const [first] = node.arguments;
  const value = first === undefined ? undefined : literalValue(first, path);
  switch (calleeOf(node.callee)) {
    case "JSON.stringify":
      return JSON.stringify(value);
    case "URL":
      if (node.arguments.length === 1) return value;
      break;
    case "Headers":
      return value ?? {};
    case "URLSearchParams":
      return typeof value === "string" ? value : new URLSearchParams(value as Record<string, string>).toString();
    default:
  }
  throw new DynamicValue(node, path);
}

/** "fetch", "window.fetch", "JSON.stringify"; "" for what is not a name. */
export function calleeOf(callee: Node): string {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return "";
  return `${calleeOf(callee.object)}.${callee.property.name}`;
}
