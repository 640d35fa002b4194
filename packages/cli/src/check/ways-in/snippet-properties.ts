import type { Node } from "@babel/types";
import { UsageError } from "../../usage-error.ts";
import type { LiteralReader } from "./literal-value.ts";
import { DynamicValue, keyOf } from "./literal-value.ts";

/** The properties of an object that need not be known as a whole. */
export function propertiesOf(node: Node, reader: LiteralReader): ReadonlyMap<string, Node> {
  const object = reader.resolved(node);
  const properties = new Map<string, Node>();
  if (object.type === "Identifier" && object.name === "undefined") return properties;
  if (object.type === "NullLiteral") return properties;
  if (object.type.endsWith("Literal")) throw new UsageError("--fetch: the second argument of fetch is no object.");
  if (object.type !== "ObjectExpression") throw new DynamicValue(node, []);
  for (const property of object.properties) {
    if (property.type === "SpreadElement") {
      if (reader.resolved(property.argument).type !== "ObjectExpression") throw new DynamicValue(property, []);
      for (const [name, value] of propertiesOf(property.argument, reader)) properties.set(name, value);
      continue;
    }
    const name = property.computed ? null : keyOf(property.key);
    if (name === null) throw new DynamicValue(property, []);
    properties.set(name, property.type === "ObjectProperty" ? property.value : property);
  }
  return properties;
}
