import type { Node } from "@babel/types";
import { block } from "../../block.ts";
import type { Block, HeaderWords, OriginRule } from "../../block.ts";
import type { Unseen } from "../../reading.ts";
import type { MiddlewareCall } from "./middleware-calls.ts";
import { comparisonsIn, rulesOfValue } from "./origin-rules.ts";
import type { OriginsFound } from "./origin-rules.ts";
import type { Script } from "./parse-javascript.ts";
import type { FunctionNode, Value, Values } from "./values.ts";
import { allWithin } from "./walk.ts";

/** What a middleware does with its options; null if it is switched off. */
export function readMiddleware(
  { library, call, options, scope, method }: MiddlewareCall,
  script: Script,
  values: Values,
  hasOptionsRoute: boolean,
): { readonly block: Block | null; readonly unseen: readonly Unseen[] } {
  const unseen: Unseen[] = [];
  const note = (node: Node, why: string): void => {
    unseen.push({ ...script.place(node), why });
  };
  const given = options === null ? null : values.of(options);
  if (given !== null && given.kind !== "record") {
    note(given.node, "These options are not told by this file alone.");
    return { block: null, unseen };
  }
  if (given !== null && !given.isWhole) note(given.node, "Some of these options are not told by this file alone.");
  const option = (name: string): Value | undefined => {
    const value = given?.entries.get(name);
    return value?.kind === "nothing" ? undefined : value;
  };
  const credentials = option("credentials");
  if (credentials !== undefined && credentials.kind !== "flag")
    note(credentials.node, "Whether credentials are allowed is not told by this file alone.");
  const hasCredentials = credentials?.kind === "flag" && credentials.flag;
  const origin = option("origin");
  const found = originsOf(origin, call, script, values);
  if (found === null) return { block: null, unseen };
  for (const node of found.unknown)
    note(node, `Which origins ${script.textOf(node)} lets in is not told by this file alone.`);
  const isText = origin?.kind === "text" && library.sendsText;
  const origins = found.rules.map((rule): OriginRule => {
    const { at } = rule;
    const isStar = rule.kind === "exact" && rule.origin === "*" && (origin?.kind !== "list" || library.starInList);
    if (rule.kind === "any" || isStar)
      return { kind: hasCredentials && library.repeatsBesideCredentials ? "repeated" : "any", at };
    return rule.kind === "exact" && isText ? { ...rule, constant: true } : rule;
  });
  const words = (name: string, otherwise: HeaderWords): HeaderWords => {
    const value = option(name);
    if (value === undefined) return otherwise;
    const listed = wordsOf(value);
    if (listed === null) note(value.node, `${name} is not told by this file alone.`);
    return listed ?? otherwise;
  };
  const exposed = words(library.exposedHeaders, []);
  const maxAge = option("maxAge");
  const continues = option("preflightContinue");
  const keeps = option("keepHeadersOnError");
  const needsPreflight = method !== null && /^(?:put|patch|delete)$/.test(method);
  const at = script.place(call);
  const isPassed = continues?.kind === "flag" && continues.flag;
  return {
    block: block({
      at,
      scope,
      origins,
      credentials: hasCredentials,
      methods: words(library.methods, library.usualMethods),
      requestHeaders: words(library.requestHeaders, "repeated"),
      exposedHeaders: exposed === "repeated" ? [] : exposed,
      maxAge: maxAge?.kind === "number" ? maxAge.number : null,
      vary: { is: "always" },
      errors:
        keeps?.kind === "flag" && !keeps.flag
          ? { is: "lost", at: script.place(keeps.node), write: "write keepHeadersOnError: true" }
          : { is: "kept" },
      preflight: {
        answered:
          needsPreflight && !hasOptionsRoute
            ? { is: "never", at, write: "use the middleware for all methods of this path, OPTIONS among them" }
            : {
                is: isPassed ? "passed" : "preflights",
                at: continues === undefined ? at : script.place(continues.node),
                write: "leave preflightContinue out",
              },
        granted: { is: true },
        afterAuthentication: { is: "unknown" },
      },
    }),
    unseen,
  };
}

/** null if nobody is let in, not even without the header */
function originsOf(origin: Value | undefined, call: Node, script: Script, values: Values): OriginsFound | null {
  if (origin === undefined) return { rules: [{ kind: "any", at: script.place(call) }], unknown: [] };
  const at = script.place(origin.node);
  if (origin.kind === "flag") return origin.flag ? { rules: [{ kind: "repeated", at }], unknown: [] } : null;
  return origin.kind === "function" ? originsOfFunction(origin.node, script, values) : rulesOfValue(origin, script);
}

/** `(origin, callback) => …` or `(origin) => …`, or of a Koa context. */
function originsOfFunction(node: FunctionNode, script: Script, values: Values): OriginsFound {
  const [parameter] = node.params;
  const name = parameter?.type === "Identifier" ? parameter.name : null;
  const isOrigin = (one: Node): boolean =>
    (one.type === "Identifier" && (one.name === name || one.name === "origin")) ||
    /\bheaders?\b.*\borigin\b|\.get\(["']origin["']\)/i.test(script.textOf(one));
  const found = comparisonsIn(node.body, isOrigin, values, script);
  if (found.rules.length > 0 || found.unknown.length > 0) return found;
  const decides = [
    "IfStatement",
    "ConditionalExpression",
    "LogicalExpression",
    "AwaitExpression",
    "ForOfStatement",
  ] as const;
  const isDecided = decides.some((type) => allWithin(node.body, type).some((one) => !asksIfThere(one, isOrigin)));
  const calls = allWithin(node.body, "CallExpression").filter(({ callee }) => callee.type === "Identifier");
  // What a callback is told: `callback(null, true)`.
  const tells = calls.filter(({ callee }) => isParameter(node, callee));
  if (isDecided || calls.length > tells.length) return { rules: [], unknown: [node] };
  const answers = tells.length > 0 ? tells.map(({ arguments: [, answer] }) => answer) : returnedBy(node);
  const repeats = answers.some((answer) => answer !== undefined && (isOrigin(answer) || isTrue(answer)));
  if (repeats) return { rules: [{ kind: "repeated", at: script.place(node) }], unknown: [] };
  const answered = answers.flatMap((answer) => (answer === undefined ? [] : [rulesOfValue(values.of(answer), script)]));
  return { rules: answered.flatMap(({ rules }) => rules), unknown: answered.flatMap(({ unknown }) => unknown) };
}

function isParameter({ params }: FunctionNode, callee: Node): boolean {
  return params.some((one) => one.type === "Identifier" && callee.type === "Identifier" && one.name === callee.name);
}

function isTrue(node: Node): boolean {
  return node.type === "BooleanLiteral" && node.value;
}

function returnedBy({ body }: FunctionNode): readonly (Node | undefined)[] {
  if (Array.isArray(body)) return [];
  if (body.type !== "BlockStatement") return [body];
  return allWithin(body, "ReturnStatement").map(({ argument }) => argument ?? undefined);
}

/** `if (!origin)`: whether there is an origin at all, which decides nothing about which. */
function asksIfThere(node: Node, isOrigin: (node: Node) => boolean): boolean {
  if (node.type !== "IfStatement" && node.type !== "ConditionalExpression")
    return node.type === "LogicalExpression" && isOrigin(node.left);
  const { test } = node;
  return isOrigin(test) || (test.type === "UnaryExpression" && isOrigin(test.argument));
}

/** `["PUT", "DELETE"]`, or "PUT, DELETE" */
export function wordsOf(
  value: Value,
  withStar: (names: readonly string[]) => HeaderWords = () => "*",
): HeaderWords | null {
  const texts =
    value.kind === "text"
      ? value.text.split(",")
      : value.kind === "list"
        ? value.values.map((one) => (one.kind === "text" ? one.text : null))
        : [null];
  const words = texts.map((text) => text?.trim() ?? null);
  if (words.includes(null)) return null;
  const names = words.filter((word): word is string => word !== null && word !== "");
  return names.includes("*") ? withStar(names) : names;
}
