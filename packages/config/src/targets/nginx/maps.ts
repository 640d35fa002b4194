import { ambiguousPathPattern } from "../../ambiguous-path.ts";
import { originExpression } from "../../plan/origin-expression.ts";
import type { Grant, Plan } from "../../plan/plan.ts";
import { padded } from "../lines.ts";

type MapRow = readonly [key: string, value: string];

/** A map: the variable that it gives a value, and the rows that say which. Nothing if there are none. */
export function map(source: string, variable: string, rows: readonly MapRow[]): readonly string[] {
  if (rows.length === 0) return [];
  return [`map ${source} $${variable} {`, ...padded(rows).map(([key, value]) => `  ${key} ${value};`), "}"];
}

/** A key that is a regular expression: plain keys are compared without minding the case. */
export function matching(expression: string): string {
  return `"~^${expression}$"`;
}

/** What keys begin with where routes have grants of their own: `1 https://app.example.com`. */
export function grantKey({ routes }: Plan, { number }: Grant): string {
  return routes.length === 0 ? "" : `${number} `;
}

/** The source of a map whose keys begin so. */
export function grantSource({ name, routes }: Plan, source: string): string {
  return routes.length === 0 ? `"${source}"` : `"$${name}_route ${source}"`;
}

/** The number of the grant of a path, 0 for none. Regular expressions are tried in their order. */
export function routeMap({ name, routes, fallback }: Plan): readonly string[] {
  if (routes.length === 0) return [];
  const withLetters = routes.filter(({ path }) => /[a-z]/i.test(path));
  return [
    "# Which policy; 0 for none, as for paths that servers read differently.",
    ...map("$request_uri", `${name}_route`, [
      ["default", String(fallback?.number ?? 0)],
      [`"~^[^?]*(${ambiguousPathPattern})"`, "0"],
      ...routes.map((route): MapRow => [`"~^${pathExpression(route)}"`, String(route.grant?.number ?? 0)]),
      ...withLetters.map((route): MapRow => [`"~*^${pathExpression(route)}"`, "0"]),
    ]),
  ];
}

function pathExpression({ kind, path }: Plan["routes"][number]): string {
  if (kind === "prefix" && path === "/") return "/";
  const literal = path.replaceAll(".", String.raw`\.`);
  return kind === "exact" ? String.raw`${literal}(\?|$)` : String.raw`${literal}(/|\?|$)`;
}

/** The origin that may read, `*`, or nothing. */
export function originMap(plan: Plan): readonly string[] {
  const isOpen = plan.routes.length === 0 && plan.fallback?.origins === "*";
  const rows = plan.grants.flatMap((grant): MapRow[] => {
    if (isOpen) return [];
    const key = grantKey(plan, grant);
    if (grant.origins === "*") return [[matching(`${key}.*`), '"*"']];
    return grant.origins.map((match) => [matching(`${key}${originExpression(match)}`), "$http_origin"]);
  });
  return [
    "# Who may read: the origin, or nothing.",
    ...map(grantSource(plan, "$http_origin"), `${plan.name}_origin`, [["default", isOpen ? '"*"' : '""'], ...rows]),
  ];
}

/** Whether a request is a preflight, and what status answers it. */
export function answerMaps({ name }: Plan): readonly string[] {
  return [
    "# 1 for a preflight: OPTIONS, with an origin and the method that is asked for.",
    ...map('"$request_method:$http_access_control_request_method:$http_origin"', `${name}_preflight`, [
      ["default", "0"],
      ['"~^OPTIONS:[^:]+:."', "1"],
    ]),
    ...map(`"$${name}_preflight $${name}_origin"`, `${name}_answer`, [
      ["default", '""'],
      ['"1 "', "403"],
      ['"~^1 ."', "204"],
    ]),
  ];
}
