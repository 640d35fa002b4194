import type { OriginRule } from "../../block.ts";
import { expressionOfPart } from "../../expression/written-otherwise.ts";
import { compileExpression } from "../../expression/parse-expression.ts";
import type { Place } from "../../finding.ts";
import type { Compared, SimulatedAnswer, SimulatedHeader, SimulatedRequest } from "../../simulation/simulation.ts";
import type { Value } from "../source/values.ts";
import type { Condition, Statement } from "./parse-lighttpd.ts";

export type Note = (at: Place, why: string) => void;

/** Settings that are at work for a request. */
type Settings = Map<string, readonly Value[]>;

/** Answers a request as the settings that its conditions choose would. */
export function answerRequest(
  request: SimulatedRequest,
  statements: readonly Statement[],
  compared: Compared,
  note: Note,
): SimulatedAnswer {
  const settings: Settings = new Map();
  apply(statements, request, settings, compared, note);
  const added = headersOf(settings, "setenv.add-response-header");
  const set = headersOf(settings, "setenv.set-response-header");
  const replaced = new Set(set.map(({ name }) => name.toLowerCase()));
  return {
    by: ["proxy", "fastcgi", "scgi", "uwsgi", "cgi"].some(
      (kind) => settings.has(`${kind}.server`) || settings.has(`${kind}.assign`),
    )
      ? "application"
      : "unknown",
    status: null,
    headers: [...added.filter(({ name }) => !replaced.has(name.toLowerCase())), ...set],
    strips: replaced.has("access-control-allow-origin"),
    asksPassword: entriesOf(settings.get("auth.require") ?? []).some(([path]) => request.path.startsWith(path)),
  };
}

function entriesOf(values: readonly Value[]): readonly (readonly [key: string, value: Value])[] {
  return values.flatMap((value) =>
    value.kind === "record"
      ? value.entries.map(([key, one]) => [key.kind === "text" ? key.text : "", one] as const)
      : [],
  );
}

function headersOf(settings: Settings, name: string): readonly SimulatedHeader[] {
  return entriesOf(settings.get(name) ?? []).map(([header, value]) => ({
    name: header,
    value: value.kind === "text" ? value.text : "",
    at: value.at,
    onErrors: true,
  }));
}

function apply(
  statements: readonly Statement[],
  request: SimulatedRequest,
  settings: Settings,
  compared: Compared,
  note: Note,
): void {
  for (const statement of statements) {
    if (statement.kind === "setting") {
      const { name, adds, value } = statement;
      settings.set(name, [...(adds ? (settings.get(name) ?? []) : []), value]);
      continue;
    }
    for (const { condition, statements: inner } of statement.branches) {
      const met = condition === null || isMet(condition, request, compared);
      if (met === null && JSON.stringify(inner).includes("Access-Control-Allow-Origin"))
        note(condition!.at, "Which requests this is for is not told by this file alone.");
      if (met !== true) continue;
      apply(inner, request, settings, compared, note);
      break;
    }
  }
}

/** Null if these files do not tell. */
function isMet(condition: Condition, request: SimulatedRequest, compared: Compared): boolean | null {
  const value = valueOf(condition, request);
  if (value === null) return condition.field === "$SERVER" ? true : null;
  const rule = ruleOf(condition);
  if (rule === null) return null;
  compared(value, rule);
  const matches =
    rule.kind === "exact"
      ? value === rule.origin
      : rule.kind === "expression" && (compileExpression(rule)?.test(value) ?? false);
  return matches !== condition.operator.startsWith("!");
}

function valueOf({ field, key }: Condition, { method, path, origin, requestMethod }: SimulatedRequest): string | null {
  const name = `${field.slice(1)}.${key}`.toLowerCase();
  const values = new Map([
    ["http.url", path],
    ["http.request-method", method],
    ["request_header.origin", origin ?? ""],
    ["request_header.access-control-request-method", requestMethod ?? ""],
    ["http.scheme", "https"],
  ]);
  return values.get(name) ?? null;
}

function ruleOf({ operator, text, at }: Condition): OriginRule | null {
  switch (operator) {
    case "==":
    case "!=":
      return { kind: "exact", origin: text, at };
    case "=~":
    case "!~":
      return { kind: "expression", source: text, echo: "request", at };
    case "=^":
      return expressionOfPart("start", text, at);
    case "=$":
      return expressionOfPart("end", text, at);
    default:
      return null;
  }
}
