import type { Node } from "@babel/types";
import { block } from "../../block.ts";
import type { Aspect, Block, HeaderWords, OriginRule } from "../../block.ts";
import type { Unseen } from "../../reading.ts";
import { comparisonsIn } from "./origin-rules.ts";
import type { Script } from "./parse-javascript.ts";
import type { Value, Values } from "./values.ts";
import { isFunction, walk } from "./walk.ts";

/** A header that a program sets by its name. */
interface WrittenHeader {
  readonly name: string;
  readonly value: Node;
  readonly at: Node;
  /** The conditions that it is set under, within its function. */
  readonly conditions: readonly Node[];
}

/** Blocks of functions that set CORS headers by hand. */
export function readWrittenHeaders(
  script: Script,
  values: Values,
): { readonly blocks: readonly Block[]; readonly unseen: readonly Unseen[] } {
  const byFunction = new Map<Node, WrittenHeader[]>();
  walk(script.program, (node, around) => {
    const written = headerOf(node);
    if (written === null) return;
    const index = around.findIndex(isFunction);
    const owner = around[index === -1 ? around.length - 1 : index]!;
    const within = around.slice(0, index === -1 ? around.length : index);
    const conditions = within.flatMap((one) =>
      one.type === "IfStatement" || one.type === "ConditionalExpression"
        ? [one.test]
        : one.type === "LogicalExpression"
          ? [one.left]
          : [],
    );
    byFunction.set(owner, [...(byFunction.get(owner) ?? []), { ...written, at: node, conditions }]);
  });
  const unseen: Unseen[] = [];
  const blocks = [...byFunction].flatMap(([owner, headers]) => {
    const found = readFunction(owner, headers, script, values, unseen);
    return found === null ? [] : [found];
  });
  return { blocks, unseen };
}

/** `response.setHeader("Name", value)`, `headers.set(…)`, `{ "Name": value }` */
function headerOf(node: Node): { readonly name: string; readonly value: Node } | null {
  if (node.type === "ObjectProperty" && node.key.type === "StringLiteral") return named(node.key.value, node.value);
  if (node.type !== "CallExpression" && node.type !== "OptionalCallExpression") return null;
  const { callee, arguments: given } = node;
  const [name, value] = given;
  if (callee.type !== "MemberExpression" && callee.type !== "OptionalMemberExpression") return null;
  if (callee.property.type !== "Identifier" || name === undefined) return null;
  // `response.vary("Origin")`
  if (callee.property.name === "vary") return { name: "vary", value: name };
  const sets = /^(?:setHeader|appendHeader|header|set|append|add)$/.test(callee.property.name);
  return sets && name.type === "StringLiteral" && value !== undefined ? named(name.value, value) : null;
}

function named(text: string, value: Node): { readonly name: string; readonly value: Node } | null {
  const name = text.toLowerCase();
  return name.startsWith("access-control-") || name === "vary" ? { name, value } : null;
}

function readFunction(
  owner: Node,
  headers: readonly WrittenHeader[],
  script: Script,
  values: Values,
  unseen: Unseen[],
): Block | null {
  const origin = headers.filter(({ name }) => name === "access-control-allow-origin");
  const [first] = origin;
  if (first === undefined) return null;
  const rules = origin.flatMap((header) => originRules(header, script, values, unseen));
  const texts = (name: string): HeaderWords => {
    const header = headers.find((one) => one.name === name);
    if (header === undefined) return [];
    const words = wordsOf(values.of(header.value));
    if (words === null)
      unseen.push({ ...script.place(header.at), why: `The value of ${name} is not told by this file alone.` });
    return words ?? [];
  };
  const credentials = headers.find(({ name }) => name === "access-control-allow-credentials");
  const value = credentials === undefined ? null : values.of(credentials.value);
  const exposed = texts("access-control-expose-headers");
  const age = texts("access-control-max-age");
  const seconds = age === "*" || age === "repeated" ? Number.NaN : Number(age[0] ?? Number.NaN);
  return block({
    at: script.place(first.at),
    scope: { kind: "all" },
    origins: rules,
    credentials: (value?.kind === "text" && value.text === "true") || (value?.kind === "flag" && value.flag),
    methods: texts("access-control-allow-methods"),
    requestHeaders: texts("access-control-allow-headers"),
    exposedHeaders: exposed === "repeated" ? [] : exposed,
    maxAge: Number.isInteger(seconds) ? seconds : null,
    vary: varyOf(headers, script.place(first.at)),
    preflight: {
      answered: preflightOf(owner, script, first.at),
      granted: { is: "unknown" },
      afterAuthentication: { is: "unknown" },
    },
  });
}

function originRules(
  { value, conditions }: WrittenHeader,
  script: Script,
  values: Values,
  unseen: Unseen[],
): readonly OriginRule[] {
  const at = script.place(value);
  const known = values.of(value);
  if (known.kind === "text")
    return [known.text === "*" ? { kind: "any", at } : { kind: "exact", origin: known.text, constant: true, at }];
  const isOrigin = (node: Node): boolean => isRequestOrigin(node, script, values);
  const tests = [...conditions, ...(value.type === "ConditionalExpression" ? [value.test] : [])];
  const found = tests.map((test) => comparisonsIn(test, isOrigin, values, script));
  const rules = found.flatMap((one) => one.rules);
  const unknown = found.flatMap((one) => one.unknown);
  const undecided = tests.some((test, index) => {
    const { rules: some, unknown: others } = found[index]!;
    return some.length === 0 && others.length === 0 && !isAboutSomethingElse(test, isOrigin, script);
  });
  const sends =
    value.type === "ConditionalExpression"
      ? [value.consequent, value.alternate]
      : value.type === "LogicalExpression"
        ? [value.left, value.right]
        : [value];
  if (!sends.some(isOrigin) && rules.length === 0) unknown.push(value);
  if (undecided || unknown.length > 0)
    unseen.push({ ...at, why: "Which origins may read is not told by this file alone." });
  if (rules.length > 0 || undecided || unknown.length > 0) return rules;
  // `origin || "*"`: the star goes to requests without one.
  return [{ kind: "repeated", at }];
}

/** `req.headers.origin`, `request.headers.get("Origin")`, `ctx.get("Origin")`, or a name for one of these. */
function isRequestOrigin(node: Node, script: Script, values: Values, depth = 0): boolean {
  if (node.type === "Identifier") {
    const bound = values.binding(node.name);
    return bound === null || depth > 5
      ? /^(?:request)?origin$/i.test(node.name)
      : isRequestOrigin(bound, script, values, depth + 1);
  }
  if (node.type === "LogicalExpression") return isRequestOrigin(node.left, script, values, depth + 1);
  const text = script.textOf(node);
  return (
    text.length < 80 &&
    /headers?(?:\?)?\.origin$|headers?(?:\?\.)?\[["']origin["']\]$|\.(?:get|header)\(["']origin["']\)!?$/i.test(text)
  );
}

/** A condition for the method, or for whether there is an origin, says nothing about which. */
function isAboutSomethingElse(test: Node, isOrigin: (node: Node) => boolean, script: Script): boolean {
  return (
    isOrigin(test) ||
    (test.type === "UnaryExpression" && isOrigin(test.argument)) ||
    /\bmethod\b|OPTIONS/i.test(script.textOf(test))
  );
}

function varyOf(headers: readonly WrittenHeader[], at: Aspect<unknown>["at"]): Block["vary"] {
  const varying = headers.filter(({ name }) => name === "vary");
  const is =
    varying.length === 0 ? "never" : varying.some(({ conditions }) => conditions.length === 0) ? "always" : "sometimes";
  return {
    is,
    at,
    write: is === "never" ? "append Origin to Vary in every answer" : "append Origin to Vary outside of the condition",
  };
}

/** A function that compares the method with OPTIONS answers preflights, as long as it asks for no more. */
function preflightOf(owner: Node, script: Script, at: Node): Aspect<"preflights" | "every-options" | "passed"> {
  const place = script.place(at);
  const text = script.textOf(owner);
  if (/["'`]OPTIONS["'`]/i.test(text))
    return /request-method/i.test(text) ? { is: "preflights" } : { is: "every-options", at: place };
  // What is in no function is for another file, which may answer them.
  if (!isFunction(owner) || /\boptions\s*\(|OPTIONS/.test(script.textOf(script.program))) return { is: "unknown" };
  return { is: "passed", at: place };
}

function wordsOf(value: Value): HeaderWords | null {
  if (value.kind === "number") return [String(value.number)];
  if (value.kind !== "text") return null;
  const words = value.text.split(",").map((word) => word.trim());
  return words.includes("*") ? "*" : words.filter((word) => word !== "");
}
