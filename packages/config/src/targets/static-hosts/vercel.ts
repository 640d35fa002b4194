import { lookalikePaths } from "../../plan/abilities.ts";
import type { Grant, Plan, PlannedRoute } from "../../plan/plan.ts";
import type { Emitted, Target } from "../../target.ts";
import { fixedHeaders } from "../fixed-headers.ts";
import { jsonText } from "../json.ts";
import { refused } from "../refused.ts";
import { serviceAbilities } from "../service-abilities.ts";

/** How many characters the value of a header may have. */
const longestValue = 4096;

/** How many rules a file has room for. */
const mostRules = 2048;

/**
 * `headers` of a `vercel.json`: by path, and by what a header of the request is equal to, so a rule for each origin.
 *
 * The version is that of the file.
 *
 * @see https://vercel.com/docs/project-configuration#headers
 */
export const vercel: Target = {
  name: "vercel",
  title: "Vercel",
  tier: "schema-checked",
  version: "2.0",
  oldest: "2.0",
  can: () => ({
    ...serviceAbilities,
    schemes: "any",
    nullOrigin: true,
    routes: true,
    // It does not mind the case of a path.
    lookalikes: lookalikePaths,
    // One rule is for Vary.
    origins: mostRules - 1,
    preflights: false,
    always: [
      {
        code: "not-documented",
        field: "errors",
        effect: "narrower",
        values: ["whether errors and answers of functions have the headers"],
      },
    ],
  }),
  emit: (plan): Emitted => {
    if (plan.grants.some((grant) => fixedHeaders(grant).some(([, value]) => value.length > longestValue)))
      return refused(vercel.title, "requestHeaders", `a header has room for ${longestValue} characters`);
    const rules = headerRules(plan);
    if (rules.length > mostRules)
      return refused(
        vercel.title,
        "routes",
        `a file has room for ${mostRules} rules, one for each origin of each route`,
      );
    return {
      files: [
        {
          path: "vercel.json",
          where: "in the folder of the project; beside what its vercel.json has, not in its place",
          text: jsonText({ headers: rules }),
          comment: null,
        },
      ],
      check: ["vercel build"],
    };
  },
};

interface HeaderRule {
  readonly source: string;
  readonly has?: readonly unknown[];
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

/** Every rule that takes a path adds its headers, so that no two routes may take the same. */
function headerRules({ routes, fallback }: Plan): readonly HeaderRule[] {
  const all: readonly PlannedRoute[] = [...routes, { kind: "prefix", path: "/", grant: fallback }];
  return all.flatMap((route, index) =>
    route.grant === null ? [] : rulesOf(sourceOf(route, all.slice(0, index)), route.grant),
  );
}

/**
 * What the policy says by name, for lint and for whoever reads the file, which has no comments. It changes nothing: all of
 * a condition has to hold, and what is equal to "null" is not equal to this.
 */
const accepting = { neq: "concors accepts null-allowed" };

function rulesOf(source: string, grant: Grant): readonly HeaderRule[] {
  const { origins } = grant;
  if (origins === "*") return [{ source, headers: keyed(fixedHeaders(grant)) }];
  return [
    { source, headers: keyed([["Vary", "Origin"]]) },
    ...origins.map(({ pattern }) => ({
      source,
      // `eq` is plain text; a value by itself would be a regular expression.
      has: [{ type: "header", key: "origin", value: { eq: pattern, ...(pattern === "null" && accepting) } }],
      headers: keyed(fixedHeaders(grant, pattern)),
    })),
  ];
}

/**
 * A pattern for the paths of a route, without those of the routes that come before it. `?`: the path itself, too.
 *
 * @see https://vercel.com/docs/project-configuration#header-source-path-examples
 */
function sourceOf({ kind, path }: PlannedRoute, before: readonly PlannedRoute[]): string {
  if (kind === "exact") return path;
  const base = path === "/" ? "" : path;
  const below = before.filter((route) => route.path.startsWith(`${base}/`) && route.path !== "/");
  const taken = below.map((route) => {
    const rest = route.path.slice(base.length + 1).replaceAll(".", String.raw`\.`);
    return `${rest}${route.kind === "exact" ? "$" : "(?:/|$)"}`;
  });
  const others = taken.length === 0 ? ".*" : `(?!${taken.join("|")}).*`;
  if (base === "") return before.some((route) => route.path === "/") ? `/((?!$)${others})` : `/(${others})`;
  return `${base}/:below(${others})${before.some((route) => route.path === path) ? "" : "?"}`;
}

function keyed(headers: readonly (readonly [string, string])[]): HeaderRule["headers"] {
  return headers.map(([key, value]) => ({ key, value }));
}
