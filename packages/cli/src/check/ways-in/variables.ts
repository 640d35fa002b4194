import type { AssignmentExpression, CallExpression, Node } from "@babel/types";

/** What a piece of a program says of the names in it, where that is the same wherever it is read. */
export interface Variables {
  /** The expression that a name stands for; null if there is none, several, or one that changes. */
  readonly valueOf: (name: string) => Node | null;
  /** The calls of a method of what a name stands for, in their order: `headers.append(…)`. */
  readonly callsOn: (name: string, methods: RegExp) => readonly CallExpression[];
  /** What a property of it is set to; null if it is not, or not by its name. */
  readonly setOn: (name: string, property: string) => Node | null;
}

/** Of a name that is declared twice, is a parameter, or is assigned to, nothing is known. */
export function variablesOf(program: Node): Variables {
  const values = new Map<string, Node | null>();
  const calls: CallExpression[] = [];
  const settings: AssignmentExpression[] = [];
  const say = (name: string, value: Node | null): void => {
    values.set(name, values.has(name) ? null : value);
  };
  walk(program, (node) => {
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier") say(node.id.name, node.init ?? null);
    else for (const name of namesSetBy(node)) values.set(name, null);
    if (node.type === "CallExpression") calls.push(node);
    if (node.type === "AssignmentExpression") settings.push(node);
  });
  return {
    valueOf: (name) => values.get(name) ?? null,
    callsOn: (name, methods) => calls.filter(({ callee }) => methods.test(memberOf(callee, name) ?? "")),
    setOn: (name, property) => settings.find(({ left }) => memberOf(left, name) === property)?.right ?? null,
  };
}

/** The name of what is taken of another name: "append" of `headers.append`. */
function memberOf(node: Node, name: string): string | null {
  if (node.type !== "MemberExpression" || node.object.type !== "Identifier" || node.object.name !== name) return null;
  return node.property.type === "Identifier" && !node.computed ? node.property.name : null;
}

/** Names that get a value otherwise than by a declaration of their own. */
function namesSetBy(node: Node): string[] {
  switch (node.type) {
    case "VariableDeclarator":
      return namesIn(node.id);
    case "AssignmentExpression":
      return node.left.type === "MemberExpression" ? [] : namesIn(node.left);
    case "UpdateExpression":
      return namesIn(node.argument);
    case "ForInStatement":
    case "ForOfStatement":
      return namesIn(node.left);
    case "ArrowFunctionExpression":
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ObjectMethod":
    case "ClassMethod":
      return node.params.flatMap(namesIn);
    case "CatchClause":
      return node.param === null || node.param === undefined ? [] : namesIn(node.param);
    default:
      return [];
  }
}

function namesIn(pattern: Node): string[] {
  const names: string[] = [];
  walk(pattern, (node) => {
    if (node.type === "Identifier") names.push(node.name);
  });
  return names;
}

/** Every node, as they are written. */
function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node) as unknown[]) {
    for (const child of [value].flat()) {
      if (typeof child === "object" && child !== null && "type" in child && "loc" in child) walk(child as Node, visit);
    }
  }
}
