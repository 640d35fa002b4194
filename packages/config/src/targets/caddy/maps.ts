import { ambiguousPathPattern } from "../../ambiguous-path.ts";
import { originExpression } from "../../plan/origin-expression.ts";
import type { Grant, Plan } from "../../plan/plan.ts";

type MapRow = readonly [key: string, value: string];

/** A placeholder that gets the value of the first row that takes the source. */
function map(source: string, placeholder: string, rows: readonly MapRow[]): readonly string[] {
  return [`map ${source} {${placeholder}} {`, ...rows.map(([key, value]) => `\t${key} ${value}`), "}"];
}

function matching(expression: string): string {
  return `\`~^${expression}\``;
}

const requested = "{http.request.header.Access-Control-Request-Method}";
const origin = "{http.request.header.Origin}";

/**
 * What everything else looks at: the variable `NAME_case`, which is `preflight_1` or `actual_1` for a request that the
 * first grant lets read, `refused` for a preflight of somebody else, and `actual_0` for any other request of theirs; and
 * `NAME_route`, the number of the path's grant, where routes have grants of their own.
 *
 * Maps are worked out each time that they are asked, variables once.
 */
export function mapLines(plan: Plan): readonly string[] {
  const { name, routes } = plan;
  return [
    ...routeMap(plan),
    "# By which policy the origin may read; 0 for none.",
    ...grantMap(plan),
    "# A preflight: OPTIONS, with an origin and the method that is asked for.",
    ...map(`"{${name}_grant} {http.request.method} ${requested}:${origin}"`, `${name}_case`, [
      [matching("0 OPTIONS [^:]+:."), "refused"],
      [matching("([0-9]+) OPTIONS [^:]+:."), '"preflight_${1}"'],
      [matching("([0-9]+) "), '"actual_${1}"'],
    ]),
    ...(routes.length === 0 ? [] : [`vars ${name}_route {${name}_route}`]),
    `vars ${name}_case {${name}_case}`,
  ];
}

function routeMap({ name, routes, fallback }: Plan): readonly string[] {
  if (routes.length === 0) return [];
  const withLetters = routes.filter(({ path }) => /[a-z]/i.test(path));
  return [
    "# Which policy; 0 for none, as for paths that servers read differently.",
    ...map("{http.request.orig_uri}", `${name}_route`, [
      [matching(`[^?]*(${ambiguousPathPattern})`), "0"],
      ...routes.map((route): MapRow => [matching(pathExpression(route)), String(route.grant?.number ?? 0)]),
      ...withLetters.map((route): MapRow => [matching(`(?i)${pathExpression(route)}`), "0"]),
      ["default", String(fallback?.number ?? 0)],
    ]),
  ];
}

function pathExpression({ kind, path }: Plan["routes"][number]): string {
  if (kind === "prefix" && path === "/") return "/";
  return `${path.replaceAll(".", String.raw`\.`)}${kind === "exact" ? String.raw`(\?|$)` : String.raw`(/|\?|$)`}`;
}

function grantMap({ name, grants, routes }: Plan): readonly string[] {
  const isOpen = routes.length === 0 && grants[0]?.origins === "*";
  const rows = isOpen ? [] : grants.flatMap((grant) => grantRows(grant, routes.length > 0));
  const source = routes.length === 0 ? origin : `"{${name}_route} ${origin}"`;
  return map(source, `${name}_grant`, [...rows, ["default", isOpen ? "1" : "0"]]);
}

function grantRows({ number, origins }: Grant, hasRoutes: boolean): readonly MapRow[] {
  const key = hasRoutes ? `${number} ` : "";
  if (origins === "*") return [[matching(key), String(number)]];
  return origins.map((match) => [matching(`${key}${originExpression(match)}$`), String(number)]);
}
