import { block } from "../../block.ts";
import type { Block, OriginRule, Scope } from "../../block.ts";
import { entriesAt, itemsAt, scalarAt, scalarsAt, textAt, valueAt } from "../../data/data.ts";
import type { Data, DataScalar } from "../../data/data.ts";
import { parseData } from "../../data/parse-data.ts";
import { expressionOfPart } from "../../expression/written-otherwise.ts";
import type { Dialect, Unseen } from "../../reading.ts";
import { headerBlock, saysVaryOrigin } from "../header-block.ts";
import type { HeaderLine } from "../header-block.ts";
import { pathScope } from "../path-scope.ts";
import { keyedLines } from "./firebase.ts";
import { unanswered } from "./unanswered.ts";

/**
 * `headers` of a `vercel.json`: by path, and by what a header of the request is.
 *
 * @see https://vercel.com/docs/project-configuration#headers
 */
export const vercel: Dialect = {
  name: "vercel",
  title: "Vercel",
  recognizes: ({ path }) => /(?:^|[/\\])vercel\.json$/.test(path),
  read: (files) => {
    const documents = files.flatMap((file) => parseData(file));
    return {
      blocks: documents.flatMap((document) => blocksOf(itemsAt(document, "headers"))),
      unseen: documents.flatMap((document) => itemsAt(document, "routes").flatMap(oldRoute)),
      findings: [],
    };
  },
};

/** `routes`, which came before `headers` and does more than that. */
function oldRoute(route: Data): readonly Unseen[] {
  const sets = entriesAt(route, "headers").some(([name]) => isAllowOrigin(name));
  return sets ? [{ ...route.at, why: "CORS headers of routes are not read here: write them in headers." }] : [];
}

interface Rule {
  readonly lines: readonly HeaderLine[];
  /** What the origin has to be; null if it may be any. */
  readonly asks: readonly OriginRule[] | null;
}

/** What rules for headers do together. */
export function blocksOf(headers: readonly Data[]): readonly Block[] {
  const scopes = new Map<string, { readonly scope: Scope; readonly rules: Rule[] }>();
  for (const one of headers) {
    const asks = askedOrigins(one);
    const source = textAt(one, "source") ?? "";
    const scope = asks === undefined ? ({ kind: "other", text: `${source} by a condition` } as const) : scopeOf(source);
    const rules = scopes.get(JSON.stringify(scope))?.rules ?? [];
    rules.push({ lines: keyedLines(one), asks: asks ?? null });
    scopes.set(JSON.stringify(scope), { scope, rules });
  }
  const nobodys = headers.flatMap((one) =>
    leftOutOf(textAt(one, "source") ?? "")
      .filter((scope) => !scopes.has(JSON.stringify(scope)))
      .map((scope) => block({ at: one.at, scope, isPart: true, origins: [] })),
  );
  const everywhere = [...scopes.values()].find(({ scope }) => scope.kind === "all")?.rules ?? [];
  const said = [...scopes.values()].flatMap(({ scope, rules }) =>
    blocksOfScope(scope, rules, scope.kind === "all" ? [] : everywhere),
  );
  return [...said, ...nobodys];
}

/** Rules for any origin are one; those for some, with the same headers, are one as well. */
function blocksOfScope(scope: Scope, rules: readonly Rule[], around: readonly Rule[]): readonly Block[] {
  const known = { scope, target: { name: "vercel" }, preflight: unanswered } as const;
  const open = rules.filter(({ asks }) => asks === null).flatMap(({ lines }) => lines);
  const outer = around.filter(({ asks }) => asks === null).flatMap(({ lines }) => lines);
  const sometimes = rules.some(({ lines }) => saysVaryOrigin(lines));
  const vary: Block["vary"] = {
    is: saysVaryOrigin([...open, ...outer]) ? "always" : sometimes ? "sometimes" : "never",
    write: "send Vary: Origin by a rule without a condition",
  };
  const alike = new Map<string, { readonly lines: readonly HeaderLine[]; readonly asks: OriginRule[] }>();
  for (const { lines, asks } of rules) {
    const allowed = lines.find(({ name }) => isAllowOrigin(name));
    if (asks === null || allowed === undefined) continue;
    const key = JSON.stringify(lines.filter((line) => line !== allowed).map(({ name, value }) => [name, value]));
    const group = alike.get(key) ?? { lines, asks: [] };
    group.asks.push(...asks.map((rule) => sentTo(rule, allowed)));
    alike.set(key, group);
  }
  const conditional = [...alike.values()].map(({ lines, asks }) => headerBlock(lines, { ...known, vary }, asks));
  return [headerBlock(open, known), ...conditional].filter((found) => found !== null);
}

function isAllowOrigin(name: string): boolean {
  return name.toLowerCase() === "access-control-allow-origin";
}

/** What a page of this origin is told: another one is as good as nothing. */
function sentTo(rule: OriginRule, { value, at }: HeaderLine): OriginRule {
  if (rule.kind === "expression" && /^[:$]/.test(value)) return rule;
  if (rule.kind === "exact" && (value === rule.origin || value === "*")) return rule;
  return value === "*" ? rule : { kind: "exact", origin: value, at };
}

/** What the origin has to be; null if it may be any, undefined if anything else decides. */
function askedOrigins(rule: Data): readonly OriginRule[] | null | undefined {
  const has = itemsAt(rule, "has");
  if (valueAt(rule, "missing") !== undefined) return undefined;
  const [condition] = has;
  if (condition === undefined) return null;
  const isOrigin = textAt(condition, "type") === "header" && textAt(condition, "key")?.toLowerCase() === "origin";
  return has.length === 1 && isOrigin ? rulesOfValue(valueAt(condition, "value"), condition) : undefined;
}

/** A text is an expression for the whole of it; an object says what it is. */
function rulesOfValue(value: Data | undefined, { at }: Data): readonly OriginRule[] {
  const expression = scalarAt(value) ?? scalarAt(value, "re");
  if (expression !== undefined) return [expressionRule(expression)];
  const exact = [scalarAt(value, "eq"), ...scalarsAt(value, "inc")].filter((one) => one !== undefined);
  if (exact.length > 0) return exact.map((one) => ({ kind: "exact", origin: one.text, at: one.at }));
  const start = scalarAt(value, "pre");
  if (start !== undefined) return [expressionOfPart("start", start.text, start.at)];
  const end = scalarAt(value, "suf");
  return end === undefined ? [{ kind: "repeated", at }] : [expressionOfPart("end", end.text, end.at)];
}

function expressionRule({ text, at, print }: DataScalar): OriginRule {
  return { kind: "expression", source: text, whole: true, echo: "request", at, print };
}

/** `/(.*)`, `/api/:path*`, one path, or any other pattern; what it leaves out is another scope's. */
function scopeOf(source: string): Scope {
  const { base = source, taken } = leavingOut.exec(source)?.groups ?? {};
  const path = (taken === undefined ? base : `${base}/`).replace(/\/(?:\(\.\*\)\??|:\w+\*|:\w+\(\.\*\)\??)$/, "/");
  return path === source ? pathScope("exact", source) : pathScope("prefix", path, source);
}

/** `/((?!api(?:/|$)|a\.json$).*)`: all paths but those of a prefix and one more. */
const leavingOut =
  /^(?<base>[^()]*)\/(?::\w+)?\(\(\?!(?<taken>(?:(?:[\w~/-]|\\\.)+(?:\(\?:\/\|\$\)|\$)(?:\||(?=\))))+)\)\.\*\)(?<own>\??)$/;

function leftOutOf(source: string): readonly Scope[] {
  const found = leavingOut.exec(source)?.groups ?? /^(?<base>\/.+)\/:\w+\(\.\*\)$/.exec(source)?.groups;
  if (found === undefined) return [];
  const { base = "", taken = "", own = "" } = found;
  const itself = base === "" || own === "?" ? [] : [pathScope("exact", base)];
  const parts = taken.replaceAll("(?:/|$)", "/").split("|");
  const others = parts
    .filter((part) => part !== "")
    .map((part) => {
      const path = `${base}/${part.slice(0, -1).replaceAll(String.raw`\.`, ".")}`;
      return pathScope(part.endsWith("$") ? "exact" : "prefix", path);
    });
  return [...itself, ...others];
}
