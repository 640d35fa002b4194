import type { Node } from "@babel/types";

/** Visits a node and all within, with those around each, the innermost first. */
export function walk(
  node: Node,
  visit: (node: Node, around: readonly Node[]) => void,
  around: readonly Node[] = [],
): void {
  visit(node, around);
  const within = [node, ...around];
  for (const child of childrenOf(node)) walk(child, visit, within);
}

/** All nodes of a kind within a node, itself included. */
export function allWithin<Type extends Node["type"]>(
  node: Node,
  type: Type,
): readonly Extract<Node, { readonly type: Type }>[] {
  const found: Extract<Node, { readonly type: Type }>[] = [];
  walk(node, (one) => {
    if (one.type === type) found.push(one as Extract<Node, { readonly type: Type }>);
  });
  return found;
}

function childrenOf(node: Node): readonly Node[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    aboutText.has(key) ? [] : Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

const aboutText: ReadonlySet<string> = new Set([
  "loc",
  "extra",
  "leadingComments",
  "innerComments",
  "trailingComments",
  "errors",
]);

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

export function isFunction(node: Node): node is Extract<
  Node,
  {
    readonly type:
      | "ArrowFunctionExpression"
      | "FunctionExpression"
      | "FunctionDeclaration"
      | "ObjectMethod"
      | "ClassMethod";
  }
> {
  return /^(?:ArrowFunctionExpression|Function(?:Expression|Declaration)|(?:Object|Class)Method)$/.test(node.type);
}
