import type { Node } from "@babel/types";
import type { Script } from "./parse-javascript.ts";
import { allWithin, isFunction } from "./walk.ts";

/** What an expression is, as far as the file alone says. */
export type Value =
  | { readonly kind: "text"; readonly text: string; readonly node: Node }
  | { readonly kind: "number"; readonly number: number; readonly node: Node }
  | { readonly kind: "flag"; readonly flag: boolean; readonly node: Node }
  | { readonly kind: "nothing"; readonly node: Node }
  | { readonly kind: "expression"; readonly source: string; readonly flags: string; readonly node: Node }
  | { readonly kind: "list"; readonly values: readonly Value[]; readonly node: Node }
  | {
      readonly kind: "record";
      readonly entries: ReadonlyMap<string, Value>;
      readonly isWhole: boolean;
      readonly node: Node;
    }
  | { readonly kind: "function"; readonly node: FunctionNode }
  | { readonly kind: "unknown"; readonly node: Node };

export type FunctionNode = Extract<Node, { readonly params: unknown; readonly body: unknown }>;

/** Works out constants of a file: names that are given a value once. */
export class Values {
  readonly #bindings = new Map<string, Node | null>();

  constructor({ program }: Script) {
    for (const { id, init } of allWithin(program, "VariableDeclarator"))
      if (id.type === "Identifier") this.#bind(id.name, init ?? null);
    for (const node of allWithin(program, "FunctionDeclaration")) if (node.id) this.#bind(node.id.name, node);
    for (const { left } of allWithin(program, "AssignmentExpression"))
      if (left.type === "Identifier") this.#bindings.set(left.name, null);
  }

  /** One that is given several values has none that is known. */
  #bind(name: string, node: Node | null): void {
    this.#bindings.set(name, this.#bindings.has(name) ? null : node);
  }

  /** What a name stands for; null if that is not one thing. */
  binding(name: string): Node | null {
    return this.#bindings.get(name) ?? null;
  }

  of(node: Node, depth = 0): Value {
    const unknown = { kind: "unknown", node } as const;
    if (depth > 20) return unknown;
    if (isFunction(node)) return { kind: "function", node };
    switch (node.type) {
      case "StringLiteral":
        return { kind: "text", text: node.value, node };
      case "NumericLiteral":
        return { kind: "number", number: node.value, node };
      case "BooleanLiteral":
        return { kind: "flag", flag: node.value, node };
      case "NullLiteral":
        return { kind: "nothing", node };
      case "RegExpLiteral":
        return { kind: "expression", source: node.pattern, flags: node.flags, node };
      case "TemplateLiteral":
        return this.#joined(node, depth);
      case "BinaryExpression":
        return node.operator === "+"
          ? this.#added(node, depth)
          : node.operator === "*"
            ? this.#multiplied(node, depth)
            : unknown;
      case "ArrayExpression":
        return {
          kind: "list",
          values: node.elements.flatMap((element) => (element === null ? [] : this.#spread(element, depth))),
          node,
        };
      case "ObjectExpression":
        return this.#record(node, depth);
      case "NewExpression":
      case "CallExpression":
        return this.#made(node, depth);
      case "Identifier": {
        if (node.name === "undefined") return { kind: "nothing", node };
        const bound = this.binding(node.name);
        return bound === null ? unknown : this.of(bound, depth + 1);
      }
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "ParenthesizedExpression":
        return this.of(node.expression, depth + 1);
      default:
        return unknown;
    }
  }

  #spread(node: Node, depth: number): readonly Value[] {
    if (node.type !== "SpreadElement") return [this.of(node, depth + 1)];
    const value = this.of(node.argument, depth + 1);
    return value.kind === "list" ? value.values : [{ kind: "unknown", node }];
  }

  #joined(node: Extract<Node, { readonly type: "TemplateLiteral" }>, depth: number): Value {
    const parts = node.quasis.flatMap(({ value }, index) => {
      const within = node.expressions[index];
      const text: Value = { kind: "text", text: value.cooked ?? value.raw, node };
      return within === undefined ? [text] : [text, this.of(within, depth + 1)];
    });
    const texts = parts.map((part) =>
      part.kind === "text" ? part.text : part.kind === "number" ? String(part.number) : null,
    );
    return texts.includes(null) ? { kind: "unknown", node } : { kind: "text", text: texts.join(""), node };
  }

  #added(node: Extract<Node, { readonly type: "BinaryExpression" }>, depth: number): Value {
    const [left, right] = [this.of(node.left, depth + 1), this.of(node.right, depth + 1)];
    if (left.kind === "text" && right.kind === "text") return { kind: "text", text: left.text + right.text, node };
    return { kind: "unknown", node };
  }

  #multiplied(node: Extract<Node, { readonly type: "BinaryExpression" }>, depth: number): Value {
    const [left, right] = [this.of(node.left, depth + 1), this.of(node.right, depth + 1)];
    if (left.kind === "number" && right.kind === "number")
      return { kind: "number", number: left.number * right.number, node };
    return { kind: "unknown", node };
  }

  #record(node: Extract<Node, { readonly type: "ObjectExpression" }>, depth: number): Value {
    const entries = new Map<string, Value>();
    let isWhole = true;
    for (const property of node.properties) {
      if (property.type === "SpreadElement") {
        const spread = this.of(property.argument, depth + 1);
        if (spread.kind === "record") for (const [name, value] of spread.entries) entries.set(name, value);
        else isWhole = false;
        continue;
      }
      const name = nameOfKey(property.key, property.computed);
      if (name === null) isWhole = false;
      else
        entries.set(
          name,
          property.type === "ObjectMethod" ? { kind: "function", node: property } : this.of(property.value, depth + 1),
        );
    }
    return { kind: "record", entries, isWhole, node };
  }

  /** `[process.env.ORIGIN, "…"].filter(Boolean)` */
  #withoutNothing(list: Node, node: Node, depth: number): Value {
    const value = this.of(list, depth + 1);
    if (value.kind !== "list") return { kind: "unknown", node };
    const isNothing = (one: Value): boolean =>
      one.kind === "nothing" || (one.kind === "text" && one.text === "") || (one.kind === "flag" && !one.flag);
    return { ...value, values: value.values.filter((one) => !isNothing(one)) };
  }

  /** `new RegExp("…", "i")`, `new Set([…])`, `"a,b".split(",")`. */
  #made(node: Extract<Node, { readonly type: "NewExpression" | "CallExpression" }>, depth: number): Value {
    const unknown = { kind: "unknown", node } as const;
    const [first, second] = node.arguments.map((argument) => this.of(argument, depth + 1));
    const { callee } = node;
    if (callee.type === "Identifier" && callee.name === "RegExp" && first?.kind === "text")
      return { kind: "expression", source: first.text, flags: second?.kind === "text" ? second.text : "", node };
    if (callee.type === "Identifier" && callee.name === "Set" && first?.kind === "list") return first;
    if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return unknown;
    const [argument] = node.arguments;
    if (callee.property.name === "filter" && argument?.type === "Identifier" && argument.name === "Boolean")
      return this.#withoutNothing(callee.object, node, depth);
    if (callee.property.name !== "split" || first?.kind !== "text") return unknown;
    const whole = this.of(callee.object, depth + 1);
    if (whole.kind !== "text") return unknown;
    return { kind: "list", values: whole.text.split(first.text).map((text) => ({ kind: "text", text, node })), node };
  }
}

/** The name of a property; null if it is worked out. */
function nameOfKey(key: Node, isComputed: boolean): string | null {
  if (key.type === "Identifier") return isComputed ? null : key.name;
  return key.type === "StringLiteral" || key.type === "NumericLiteral" ? String(key.value) : null;
}
