import type { Node } from "@babel/types";
import { createOriginMatch } from "../../../plan/create-plan.ts";
import { originExpression } from "../../../plan/origin-expression.ts";
import { block } from "../../block.ts";
import type { Block, OriginRule, Scope } from "../../block.ts";
import { isPattern } from "../../expression/origin-syntax.ts";
import type { Unseen } from "../../reading.ts";
import { requestHeaderWords } from "../../header-words.ts";
import { scopeOfRule } from "../../simulation/observe-routes.ts";
import { wordsOf } from "./read-middleware.ts";
import type { Script } from "./parse-javascript.ts";
import type { Value, Values } from "./values.ts";
import { allWithin } from "./walk.ts";

type Policy = Extract<Value, { readonly kind: "record" }>;

/** What Concors itself is told: a policy, or several by path as `concors config` writes them. */
export function readConcors(
  script: Script,
  values: Values,
): { readonly blocks: readonly Block[]; readonly unseen: readonly Unseen[] } {
  const names = importedFromConcors(script.program);
  const blocks: Block[] = [];
  const unseen: Unseen[] = [];
  for (const { callee, arguments: given } of allWithin(script.program, "CallExpression")) {
    const [argument] = given;
    if (callee.type !== "Identifier" || !names.has(callee.name) || argument === undefined) continue;
    const options = values.of(argument);
    if (options.kind === "record" && options.entries.has("origins"))
      blocks.push(blockOf(options, { kind: "all" }, script));
    else if (options.kind === "record" && options.entries.has("decide")) blocks.push(...routedBlocks(script, values));
    else unseen.push({ ...script.place(argument), why: "This policy is not told by this file alone." });
  }
  return { blocks, unseen };
}

/** The adapters are called with policies, whatever they are called in the file. */
function importedFromConcors(program: Node): ReadonlySet<string> {
  const imports = allWithin(program, "ImportDeclaration").filter(({ source }) =>
    /^concors\/(?!protocol$|compat$)/.test(source.value),
  );
  return new Set(imports.flatMap(({ specifiers }) => specifiers.map(({ local }) => local.name)));
}

/** `routes`, a list of expressions and policies, and behind `??` the policy of all other paths. */
function routedBlocks(script: Script, values: Values): readonly Block[] {
  const routes = values.binding("routes");
  const rows = routes?.type === "ArrayExpression" ? routes.elements : [];
  const routed = rows.flatMap((row): Block[] => {
    if (row?.type !== "ArrayExpression") return [];
    const [expression, policy] = row.elements;
    if (expression?.type !== "RegExpLiteral" || !policy) return [];
    const scope = scopeOfRule({
      kind: "expression",
      source: expression.pattern.replaceAll(String.raw`\/`, "/"),
      ignoresCase: expression.flags.includes("i"),
      echo: "request",
      at: script.place(expression),
    });
    return scope === null ? [] : [policyBlock(policy, scope, script, values)];
  });
  const others = allWithin(script.program, "LogicalExpression").find(({ operator }) => operator === "??");
  return others === undefined ? routed : [...routed, policyBlock(others.right, { kind: "all" }, script, values)];
}

/** `policies[1]`, which `createCors` made; any other name has no policy. */
function policyBlock(node: Node, scope: Scope, script: Script, values: Values): Block {
  const policy = node.type === "MemberExpression" ? createdPolicy(node, values) : null;
  return policy === null ? block({ at: script.place(node), scope, origins: [] }) : blockOf(policy, scope, script);
}

function createdPolicy(
  { object, property }: Extract<Node, { readonly type: "MemberExpression" }>,
  values: Values,
): Policy | null {
  const policies = values.of(object);
  const key = values.of(property);
  const name = key.kind === "number" ? String(key.number) : key.kind === "text" ? key.text : "";
  const made = policies.kind === "record" ? policies.entries.get(name)?.node : undefined;
  const options = made?.type === "CallExpression" && made.arguments[0] ? values.of(made.arguments[0]) : undefined;
  return options?.kind === "record" ? options : null;
}

function blockOf(policy: Policy, scope: Scope, script: Script): Block {
  const at = script.place(policy.node);
  const words = (name: string): readonly string[] | "*" => {
    const value = policy.entries.get(name);
    const withStar = name === "requestHeaders" ? requestHeaderWords : undefined;
    const listed = value === undefined ? [] : (wordsOf(value, withStar) ?? []);
    return listed === "repeated" ? [] : listed;
  };
  const isCredentialed = policy.entries.get("credentials");
  const credentials = isCredentialed?.kind === "flag" && isCredentialed.flag;
  // Beside credentials, Concors repeats what is asked for.
  const repeated = (name: string): readonly string[] | "*" | "repeated" => {
    const listed = words(name);
    return listed === "*" && credentials ? "repeated" : listed;
  };
  const age = policy.entries.get("maxAge");
  return block({
    at,
    scope,
    origins: originsOf(policy.entries.get("origins"), script),
    credentials,
    methods: repeated("methods"),
    requestHeaders: repeated("requestHeaders"),
    exposedHeaders: words("exposedHeaders"),
    maxAge: age?.kind === "number" ? age.number : null,
    vary: { is: "always" },
    errors: { is: "kept" },
    preflight: { answered: { is: "preflights" }, granted: { is: true }, afterAuthentication: { is: "unknown" } },
  });
}

function originsOf(value: Value | undefined, script: Script): readonly OriginRule[] {
  if (value?.kind === "text") return value.text === "*" ? [{ kind: "any", at: script.place(value.node) }] : [];
  if (value?.kind !== "list") return [];
  return value.values.flatMap((one): OriginRule[] => {
    if (one.kind !== "text") return [];
    const at = script.place(one.node);
    // What `createCors` would refuse is said by the rules.
    if (!isPattern(one.text)) return [{ kind: "exact", origin: one.text, at }];
    const source = `^${originExpression(createOriginMatch(one.text))}$`;
    return [{ kind: "expression", source, echo: "request", at }];
  });
}
