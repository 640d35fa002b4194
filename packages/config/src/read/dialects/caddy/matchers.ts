import type { OriginRule } from "../../block.ts";
import { expressionOfPart } from "../../expression/written-otherwise.ts";
import type { PlacedJson } from "../../placed-json.ts";
import { expressionRule } from "./visit.ts";
import type { Visit } from "./visit.ts";

/**
 * Whether a route is for a request: one of its sets of matchers is met; null if these files do not tell.
 *
 * @see https://caddyserver.com/docs/json/apps/http/servers/routes/match/
 */
export function isRouteMet(route: PlacedJson, visit: Visit): boolean | null {
  const sets = route.listAt("match");
  return sets.length === 0 || isAnySetMet(sets, visit);
}

function isAnySetMet(sets: readonly PlacedJson[], visit: Visit): boolean | null {
  const results = sets.map((set) => isSetMet(set, visit));
  return results.includes(true) ? true : results.includes(null) ? null : false;
}

/** All of them. What compares the origin is asked last, and only if the others are met. */
function isSetMet(set: PlacedJson, visit: Visit): boolean | null {
  const aboutHeaders = (name: string): boolean => name.startsWith("header");
  const sorted = set.entries.toSorted(([a], [b]) => Number(aboutHeaders(a)) - Number(aboutHeaders(b)));
  let met: boolean | null = true;
  for (const [name, matcher] of sorted) {
    const result = isMatcherMet(name, matcher, visit);
    if (result === false) return false;
    if (result === null) met = null;
  }
  return met;
}

function isMatcherMet(name: string, matcher: PlacedJson, visit: Visit): boolean | null {
  switch (name) {
    case "host":
      return visit.host === null || matcher.texts.includes(visit.host);
    case "method":
      return matcher.texts.includes(visit.request.method);
    case "path":
      return isPathMet(matcher, visit);
    case "path_regexp":
      return matchesExpression(visit.path, matcher, visit);
    case "header":
      return all(matcher.entries.map(([field, values]) => isHeaderMet(field, values, visit)));
    case "header_regexp":
      return all(matcher.entries.map(([field, values]) => matchesExpression(visit.header(field), values, visit)));
    case "vars":
      return all(matcher.entries.map(([field, values]) => values.texts.includes(variable(field, visit))));
    case "vars_regexp":
      return all(matcher.entries.map(([field, values]) => matchesExpression(variable(field, visit), values, visit)));
    case "not": {
      const met = isAnySetMet(matcher.items, visit);
      return met === null ? null : !met;
    }
    case "protocol":
      return matcher.text === "https" ? true : null;
    default:
      return null;
  }
}

function all(results: readonly boolean[]): boolean {
  return results.every(Boolean);
}

function variable(name: string, visit: Visit): string {
  return /^\{.*\}$/.test(name) ? visit.expand(name) : (visit.variables.get(name) ?? "");
}

function matchesExpression(value: string, matcher: PlacedJson, visit: Visit): boolean {
  const source = matcher.get("pattern")?.text ?? "";
  return visit.matches(value, expressionRule(source, matcher.at), matcher.get("name")?.text ?? "");
}

/** One of the values: `*` alone is any, and at an end whatever stands there. Elsewhere it is a character. */
function isHeaderMet(name: string, values: PlacedJson, visit: Visit): boolean {
  const value = visit.header(name);
  if (values.isNull) return value === "";
  return values.items
    .map((item) => {
      const text = visit.expand(item.text ?? "");
      if (text === "*") return value !== "";
      return value !== "" && visit.matches(value, headerRule(text, item));
    })
    .includes(true);
}

function headerRule(text: string, { at }: PlacedJson): OriginRule {
  const isOpenBefore = text.startsWith("*");
  const isOpenBehind = text.endsWith("*");
  if (!isOpenBefore && !isOpenBehind) return { kind: "exact", origin: text, at };
  const part = isOpenBefore && isOpenBehind ? "anywhere" : isOpenBefore ? "end" : "start";
  return expressionOfPart(part, text.replace(/^\*/, "").replace(/\*$/, ""), at);
}

/** `/api` and `/api/*` together are a path and all below. */
function isPathMet(matcher: PlacedJson, visit: Visit): boolean {
  const texts = matcher.texts;
  return matcher.items
    .map((item) => {
      const text = visit.expand(item.text ?? "");
      return visit.matches(visit.path, pathRule(text, texts, item, visit));
    })
    .includes(true);
}

function pathRule(text: string, texts: readonly string[], { at }: PlacedJson, visit: Visit): OriginRule {
  const literal = (part: string): string =>
    part.replaceAll(/[.+?^${}()|[\]\\-]/g, String.raw`\$&`).replaceAll("*", ".*");
  const rule = (source: string): OriginRule => ({ kind: "expression", source, echo: "request", at });
  const folder = text.replace(/\/\*$/, "");
  if (!/^\/[^*]*\*?$/.test(text)) return rule(`^${literal(text)}$`);
  if (texts.includes(folder) && texts.includes(`${folder}/*`)) return rule(`^${literal(folder)}(/|$)`);
  if (!text.endsWith("*")) return rule(`^${literal(text)}$`);
  if (text.endsWith("/*")) return rule(`^${literal(folder)}/`);
  const start = text.slice(0, -1);
  visit.note(at, `${text} takes ${start}x too, which a prefix of a site does not.`);
  return rule(`^${literal(start)}(/|$)`);
}
