import { block } from "../../block.ts";
import type { Block, HeaderWords, OriginRule, Scope } from "../../block.ts";
import type { Place } from "../../finding.ts";
import { requestHeaderWords } from "../../header-words.ts";
import type { SourceFile } from "../../reading.ts";
import { tokenize } from "../source/source-text.ts";
import type { SourceText } from "../source/source-text.ts";
import { luaLexis } from "./lexis.ts";

/** A table of Lua: what it has by name, and what it has without one. */
interface LuaTable {
  readonly named: ReadonlyMap<string, LuaTable | string>;
  readonly listed: readonly (LuaTable | string)[];
  readonly at: Place;
}

/** Blocks of the policy that Concors writes in Lua; null if the file is none. */
export function readLuaPolicy(file: SourceFile): readonly Block[] | null {
  const source = tokenize(file, luaLexis);
  const policies = localTable(source, "policies");
  const routes = localTable(source, "routes");
  const fallback = localAt(source, "fallback");
  const number = fallback === null ? undefined : source.tokens[fallback]?.text;
  if (policies === null || routes === null || number === undefined) return null;
  const policyBlock = (key: string, scope: Scope): Block => {
    const policy = policies.named.get(key);
    return typeof policy === "object" ? blockOf(policy, scope) : block({ at: policies.at, scope, origins: [] });
  };
  const inRoutes = (["exact", "prefix"] as const).flatMap((kind) =>
    [...(tableOf(routes, kind)?.named ?? [])].map(([path, key]) => policyBlock(textOf(key), { kind, path })),
  );
  return [...inRoutes, policyBlock(number, { kind: "all" })];
}

function textOf(value: LuaTable | string | undefined): string {
  return typeof value === "string" ? value : "";
}

function tableOf(table: LuaTable, name: string): LuaTable | null {
  const value = table.named.get(name);
  return typeof value === "object" ? value : null;
}

function blockOf(policy: LuaTable, scope: Scope): Block {
  const headers = new Map(
    ["common", "actual", "preflight"].flatMap((name) => [...(tableOf(policy, name)?.named ?? [])]),
  );
  const listed = (name: string): readonly string[] => {
    const value = headers.get(name);
    return typeof value === "string" ? value.split(",").map((word) => word.trim()) : [];
  };
  const words = (name: string): "*" | readonly string[] => (listed(name).includes("*") ? "*" : listed(name));
  const repeats = (name: string, otherwise: HeaderWords): HeaderWords =>
    policy.named.get(name) === "true" ? "repeated" : otherwise;
  const [age] = listed("Access-Control-Max-Age");
  return block({
    at: policy.at,
    scope,
    origins: originsOf(policy),
    credentials: headers.get("Access-Control-Allow-Credentials") === "true",
    methods: repeats("repeats_method", words("Access-Control-Allow-Methods")),
    requestHeaders: repeats("repeats_headers", requestHeaderWords(listed("Access-Control-Allow-Headers"))),
    exposedHeaders: words("Access-Control-Expose-Headers"),
    maxAge: age === undefined ? null : Number(age),
    vary: { is: "always" },
    errors: { is: "kept" },
    preflight: { answered: { is: "preflights" }, granted: { is: true }, afterAuthentication: { is: false } },
    upstream: { is: "stripped" },
  });
}

function originsOf(policy: LuaTable): readonly OriginRule[] {
  const { at } = policy;
  if (policy.named.get("any_origin") === "true") return [{ kind: "any", at }];
  const exact = [...(tableOf(policy, "origins")?.named.keys() ?? [])].map((origin): OriginRule => ({
    kind: "exact",
    origin,
    at,
  }));
  const patterns = (tableOf(policy, "patterns")?.listed ?? []).flatMap((pattern): readonly OriginRule[] => {
    if (typeof pattern === "string") return [];
    const literal = (name: string): string =>
      textOf(pattern.named.get(name)).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const labels = pattern.named.has("subdomains") ? String.raw`([a-z0-9_-]+\.)+` : "";
    const port = pattern.named.has("any_port") ? "(:[1-9][0-9]{0,4})?" : "";
    const source = `^${literal("scheme")}${labels}${literal("host")}${port}$`;
    return [{ kind: "expression", source, echo: "request", at }];
  });
  return [...exact, ...patterns];
}

/** Where the value of `local name = …` begins. */
function localAt({ tokens }: SourceText, name: string): number | null {
  const at = tokens.findIndex(
    ({ text }, index) => text === "local" && tokens[index + 1]?.text === name && tokens[index + 2]?.text === "=",
  );
  return at === -1 ? null : at + 3;
}

function localTable(source: SourceText, name: string): LuaTable | null {
  const at = localAt(source, name);
  return at === null || source.tokens[at]?.text !== "{" ? null : readTable(source, at).table;
}

/** `{ [1] = …, name = …, … }` */
function readTable(source: SourceText, from: number): { readonly table: LuaTable; readonly next: number } {
  const { tokens, place } = source;
  const named = new Map<string, LuaTable | string>();
  const listed: (LuaTable | string)[] = [];
  let index = from + 1;
  while (index < tokens.length && tokens[index]!.text !== "}") {
    const isBracketed = tokens[index]!.text === "[" && tokens[index]!.kind === "sign";
    const key = isBracketed
      ? tokens[index + 1]?.text
      : tokens[index + 1]?.text === "="
        ? tokens[index]!.text
        : undefined;
    if (key !== undefined) index += isBracketed ? 4 : 2;
    const isTable = tokens[index]?.kind === "sign" && tokens[index]!.text === "{";
    const inner = isTable ? readTable(source, index) : null;
    const value = inner?.table ?? tokens[index]?.text ?? "";
    if (key === undefined) listed.push(value);
    else named.set(key, value);
    index = inner?.next ?? index + 1;
    if (tokens[index]?.text === ",") index += 1;
  }
  const at = place(tokens[from]!.start, tokens[Math.min(index, tokens.length - 1)]!.end);
  return { table: { named, listed, at }, next: index + 1 };
}
