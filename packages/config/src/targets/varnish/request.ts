import { ambiguousPathPattern } from "../../ambiguous-path.ts";
import { originExpression } from "../../plan/origin-expression.ts";
import { isExact } from "../../plan/plan.ts";
import type { Grant, OriginMatch, Plan, PlannedRoute } from "../../plan/plan.ts";
import { branches, indented } from "./branches.ts";

/** The number of the grant of a path, 0 for none. The first condition that holds decides. */
export function policyConditions({ name, routes, fallback }: Plan): readonly string[] {
  if (routes.length === 0) return [];
  const set = (grant: Grant | null): readonly string[] => [
    `set req.http.X-${name}-policy = "${grant === null ? 0 : grant.number}";`,
  ];
  const withLetters = routes.filter(({ path }) => /[a-z]/i.test(path));
  return indented(2, [
    "# Which policy; 0 for none, as for paths that servers read differently.",
    ...branches(
      [
        [`req.url ~ "^[^?]*(${ambiguousPathPattern})"`, set(null)],
        ...routes.map((route) => [`req.url ~ "^${pathExpression(route)}"`, set(route.grant)] as const),
        ...withLetters.map((route) => [`req.url ~ "(?i)^${pathExpression(route)}"`, set(null)] as const),
      ],
      set(fallback),
    ),
  ]);
}

function pathExpression({ kind, path }: PlannedRoute): string {
  if (kind === "prefix" && path === "/") return "/";
  const literal = path.replaceAll(".", String.raw`\.`);
  return kind === "exact" ? String.raw`${literal}(\?|$)` : String.raw`${literal}(/|\?|$)`;
}

/** The origin that may read, `*`, or nothing. */
export function originConditions(plan: Plan): readonly string[] {
  return indented(2, [
    "# Who may read: the origin, or nothing.",
    ...byGrant(plan, (grant) => originCondition(plan, grant)),
  ]);
}

function originCondition({ name }: Plan, { origins }: Grant): readonly string[] {
  const variable = `req.http.X-${name}-origin`;
  if (origins === "*") return [`set ${variable} = "*";`];
  const [first, ...others] = origins.map(comparison);
  if (first === undefined) return [];
  return [
    `if (${first}${others.length === 0 ? ") {" : " ||"}`,
    ...others.map((one, index) => `    ${one}${index === others.length - 1 ? ") {" : " ||"}`),
    `  set ${variable} = req.http.Origin;`,
    "}",
  ];
}

function comparison(match: OriginMatch): string {
  return isExact(match) ? `req.http.Origin == "${match.pattern}"` : `req.http.Origin ~ "^${originExpression(match)}$"`;
}

/** Statements for each grant that has some; no condition if there is one grant for all paths. */
export function byGrant(
  { name, routes, grants }: Plan,
  statements: (grant: Grant) => readonly string[],
): readonly string[] {
  if (routes.length === 0) return grants.flatMap(statements);
  return branches(
    grants
      .map((grant) => [`req.http.X-${name}-policy == "${grant.number}"`, statements(grant)] as const)
      .filter(([, some]) => some.length > 0),
  );
}
