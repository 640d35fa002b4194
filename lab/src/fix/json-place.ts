import type { SyntaxNode, Tree } from "@lezer/common";
import type { IssuePath } from "concors";

/** A part of a text, from a letter to before another. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/**
 * Where in a JSON text stands what a path leads to: the value, or the key if that is what is wrong. What is missing has
 * the place of what it is missing in.
 *
 * @param tree the text's, by `@lezer/json`; the text may be broken
 */
export function jsonPlace(tree: Tree, text: string, path: IssuePath, part: "key" | "value"): Place {
  let node = firstValue(tree.topNode);
  let key: SyntaxNode | null = null;
  for (const step of path) {
    const found = node === null ? null : childOf(node, text, step);
    if (found === null) return placeOf(key ?? node, text, true);
    ({ key, value: node } = found);
  }
  return placeOf(part === "key" && key !== null ? key : node, text, path.length === 0);
}

interface Child {
  readonly key: SyntaxNode | null;
  readonly value: SyntaxNode | null;
}

function childOf(node: SyntaxNode, text: string, step: string | number): Child | null {
  if (node.name === "Array") {
    const value = valuesOf(node)[Number(step)];
    return value === undefined ? null : { key: null, value };
  }
  if (node.name !== "Object") return null;
  // The last of several counts, as it does for JSON.parse.
  const property = node.getChildren("Property").findLast((child) => nameOf(child, text) === step);
  if (property === undefined) return null;
  return { key: property.getChild("PropertyName"), value: valuesOf(property)[0] ?? null };
}

function nameOf(property: SyntaxNode, text: string): string | null {
  const name = property.getChild("PropertyName");
  if (name === null) return null;
  try {
    return JSON.parse(text.slice(name.from, name.to)) as string;
  } catch {
    return null;
  }
}

function firstValue(node: SyntaxNode): SyntaxNode | null {
  return valuesOf(node)[0] ?? null;
}

const valueNames: ReadonlySet<string> = new Set(["Object", "Array", "String", "Number", "True", "False", "Null"]);

function valuesOf(node: SyntaxNode): SyntaxNode[] {
  const values: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (valueNames.has(child.name)) values.push(child);
  return values;
}

/** @param isShort whether of something long its first line alone is marked */
function placeOf(node: SyntaxNode | null, text: string, isShort: boolean): Place {
  if (node === null) return { from: 0, to: text.length };
  if (!isShort) return { from: node.from, to: node.to };
  const line = text.indexOf("\n", node.from);
  return { from: node.from, to: line === -1 ? node.to : Math.min(node.to, line) };
}
