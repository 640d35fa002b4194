import { block } from "../../block.ts";
import type { Block, OriginExpression, OriginRule, Scope } from "../../block.ts";
import type { Place } from "../../finding.ts";
import { requestHeaderWords } from "../../header-words.ts";
import type { SourceFile, Unseen } from "../../reading.ts";
import { scopeOfRule } from "../../simulation/observe-routes.ts";
import type { Constants } from "./constants.ts";
import type { Value } from "./values.ts";

/** The tables that Concors writes for a policy, as `generate` names them in a language. */
export interface GrantTables {
  readonly grants: string;
  readonly routes: string;
  readonly fallback: string;
  readonly anyMethod: string;
  readonly anyHeader: string;
  /** What takes a path, and the number of its grant; null for what is no route. */
  readonly routeOf: (route: Value | readonly [Value, Value]) => PathTest | null;
  /** The expression that a text is, without what the language writes around it. */
  readonly expressionOf: (value: Value) => Pick<OriginExpression, "source" | "ignoresCase" | "whole"> | null;
}

interface PathTest {
  readonly source: string;
  readonly ignoresCase: boolean;
  readonly number: number;
  readonly at: Place;
}

/** What is unseen of a file whose tables are those of Concors, and whose program may be another. */
export function otherProgram({ path, text }: SourceFile, programs: readonly (readonly string[])[]): readonly Unseen[] {
  if (programs.some((lines) => text.includes(lines.join("\n")))) return [];
  const why = "The program around the tables of the policy is not the one that is generated: what it does is not told.";
  return [{ path, span: null, why }];
}

/** Blocks of a file that Concors wrote; null if it is none. Whatever answers say is right, since it is not said there. */
export function readGrants(constants: Constants, tables: GrantTables): readonly Block[] | null {
  const grants = constants.get(tables.grants);
  const fallback = constants.first(tables.fallback);
  if (fallback?.kind !== "number" || grants === undefined) return null;
  const routes = constants.get(tables.routes);
  const tests = routes === undefined ? [] : partsOf(routes).flatMap((route) => tables.routeOf(route) ?? []);
  const scoped = tests.flatMap(({ source, ignoresCase, number, at }): readonly Block[] => {
    const scope = scopeOfRule({ kind: "expression", source, ignoresCase, echo: "request", at });
    return scope === null ? [] : [blockOf(grantOf(grants, number), scope, at, tables)];
  });
  return [...scoped, blockOf(grantOf(grants, fallback.number), { kind: "all" }, fallback.at, tables)];
}

function partsOf(value: Value): readonly (Value | readonly [Value, Value])[] {
  if (value.kind === "list") return value.values;
  return value.kind === "record" ? value.entries : [];
}

/** null for no CORS at all */
function grantOf(grants: Value, number: number): Value | null {
  if (grants.kind !== "record") return null;
  return grants.entries.find(([key]) => key.kind === "number" && key.number === number)?.[1] ?? null;
}

function blockOf(grant: Value | null, scope: Scope, at: Place, tables: GrantTables): Block {
  if (grant === null) return block({ at, scope, origins: [] });
  const entry = (name: string): Value | undefined =>
    grant.kind === "record" ? grant.entries.find(([key]) => key.kind === "text" && key.text === name)?.[1] : undefined;
  const headers = new Map(["always", "actual", "preflight"].flatMap((name) => headersOf(entry(name))));
  const listed = (name: string): readonly string[] =>
    (headers.get(name) ?? "")
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== "");
  const words = (name: string): "*" | readonly string[] => (listed(name).includes("*") ? "*" : listed(name));
  const isSet = (name: string): boolean => {
    const value = entry(name);
    return value?.kind === "flag" && value.flag;
  };
  const age = headers.get("access-control-max-age");
  return block({
    at: grant.at,
    scope,
    origins: originsOf(entry("origins"), grant.at, tables),
    credentials: headers.get("access-control-allow-credentials") === "true",
    methods: isSet(tables.anyMethod) ? "repeated" : words("access-control-allow-methods"),
    requestHeaders: isSet(tables.anyHeader) ? "repeated" : requestHeaderWords(listed("access-control-allow-headers")),
    exposedHeaders: words("access-control-expose-headers"),
    maxAge: age === undefined ? null : Number(age),
    vary: { is: "always" },
    errors: { is: "kept" },
    preflight: { answered: { is: "preflights" }, granted: { is: true }, afterAuthentication: { is: false } },
    upstream: { is: "stripped" },
  });
}

function originsOf(value: Value | undefined, at: Place, tables: GrantTables): readonly OriginRule[] {
  if (value === undefined || value.kind === "nothing") return [{ kind: "any", at }];
  const expression = tables.expressionOf(value);
  return expression === null ? [] : [{ kind: "expression", ...expression, echo: "request", at: value.at }];
}

/** `("Name", "value")`, `"Name: value"` */
function headersOf(value: Value | undefined): readonly (readonly [name: string, value: string])[] {
  if (value?.kind !== "list") return [];
  return value.values.flatMap((line) => {
    const texts = line.kind === "list" ? line.values : [line];
    const [name = "", ...rest] = texts
      .map((text) => (text.kind === "text" ? text.text : ""))
      .join(": ")
      .split(": ");
    return [[name.toLowerCase(), rest.join(": ")] as const];
  });
}
