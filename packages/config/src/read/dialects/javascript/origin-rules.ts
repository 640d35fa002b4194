import type { Node } from "@babel/types";
import type { OriginExpression, OriginRule } from "../../block.ts";
import { expressionOfPart } from "../../expression/written-otherwise.ts";
import type { Script } from "./parse-javascript.ts";
import type { Value, Values } from "./values.ts";
import { allWithin } from "./walk.ts";

/** Who may read, and what of it could not be told. */
export interface OriginsFound {
  readonly rules: readonly OriginRule[];
  readonly unknown: readonly Node[];
}

/** The origins of a list, or of one text or expression that is compared with the request's. */
export function rulesOfValue(value: Value, script: Script): OriginsFound {
  const at = script.place(value.node);
  switch (value.kind) {
    case "text":
      return { rules: [{ kind: "exact", origin: value.text, at }], unknown: [] };
    case "expression":
      return { rules: [ruleOfExpression(value, script)], unknown: [] };
    case "list": {
      const found = value.values.map((one) => rulesOfValue(one, script));
      return { rules: found.flatMap(({ rules }) => rules), unknown: found.flatMap(({ unknown }) => unknown) };
    }
    default:
      return { rules: [], unknown: [value.node] };
  }
}

function ruleOfExpression(
  { source, flags, node }: Extract<Value, { readonly kind: "expression" }>,
  script: Script,
): OriginExpression {
  const at = script.place(node);
  const print = (changed: string): { span: typeof at.span; text: string } => ({
    span: at.span,
    text: `/${changed}/${flags}`,
  });
  const rule = { kind: "expression", source, ignoresCase: flags.includes("i"), echo: "request", at } as const;
  return node.type === "RegExpLiteral" ? { ...rule, print } : rule;
}

/** Whether an expression is the request's origin. */
export type IsOrigin = (node: Node) => boolean;

/** What the origin is compared with in a piece of a program. */
export function comparisonsIn(node: Node, isOrigin: IsOrigin, values: Values, script: Script): OriginsFound {
  const rules: OriginRule[] = [];
  const unknown: Node[] = [];
  const add = (value: Value): void => {
    const found = rulesOfValue(value, script);
    rules.push(...found.rules);
    unknown.push(...found.unknown);
  };
  for (const { operator, left, right } of allWithin(node, "BinaryExpression")) {
    if (!/^[!=]==?$/.test(operator)) continue;
    const other = isOrigin(left) ? right : isOrigin(right) ? left : null;
    const value = other === null ? null : values.of(other);
    if (value !== null && value.kind !== "nothing") add(value);
  }
  const calls = [...allWithin(node, "CallExpression"), ...allWithin(node, "OptionalCallExpression")];
  for (const call of calls) {
    const { callee } = call;
    const [argument] = call.arguments;
    if (callee.type !== "MemberExpression" && callee.type !== "OptionalMemberExpression") continue;
    if (callee.property.type !== "Identifier" || argument === undefined) continue;
    const { name } = callee.property;
    if (isOrigin(argument) && listTests.has(name)) add(values.of(callee.object));
    else if (isOrigin(callee.object)) {
      const value = values.of(argument);
      const part = partTests.get(name);
      if (part !== undefined && value.kind === "text")
        rules.push(expressionOfPart(part, value.text, script.place(call)));
      else if (part !== undefined || name === "match") add(value);
    }
  }
  return { rules, unknown };
}

const listTests: ReadonlySet<string> = new Set(["includes", "indexOf", "has", "test", "exec"]);

const partTests: ReadonlyMap<string, "start" | "end" | "anywhere"> = new Map([
  ["startsWith", "start"],
  ["endsWith", "end"],
  ["includes", "anywhere"],
  ["indexOf", "anywhere"],
]);
