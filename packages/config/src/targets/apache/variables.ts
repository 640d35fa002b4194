import { ambiguousPathPattern } from "../../ambiguous-path.ts";
import { originExpression } from "../../plan/origin-expression.ts";
import type { Grant, Plan } from "../../plan/plan.ts";

/**
 * The environment variables that everything else looks at. They are made of the request line as it came, and not of
 * `REQUEST_URI` or `REQUEST_METHOD`, which an `ErrorDocument` changes. They are read by `reqenv`, since `SetEnvIf NAME`
 * would read a header of that name first; and headers by `req_novary`, since `req` adds their names to `Vary`.
 *
 * @see https://httpd.apache.org/docs/2.4/expr.html
 */
export interface Variables {
  /** The number of the path's grant, 0 for none; where routes have grants of their own. */
  readonly route: string;
  /** The page's origin, as it was sent. */
  readonly origin: string;
  /** The number of the grant by which it may read; not set if it may not. */
  readonly grant: string;
  /** Set if the request is a preflight. */
  readonly preflight: string;
}

export function variablesOf({ name }: Plan): Variables {
  const prefix = name.toUpperCase();
  return {
    route: `${prefix}_ROUTE`,
    origin: `${prefix}_ORIGIN`,
    grant: `${prefix}_GRANT`,
    preflight: `${prefix}_PREFLIGHT`,
  };
}

/** The lines that set the variables. Of several that match, the last one decides. */
export function variableLines(plan: Plan): readonly string[] {
  const variables = variablesOf(plan);
  return [
    ...routeLines(plan, variables),
    "# Who may read.",
    `SetEnvIf Origin "^.+$" ${variables.origin}=$0`,
    ...plan.grants.flatMap((grant) => originLines(plan, grant, variables)),
    "# A preflight: OPTIONS, with an origin and the method that is asked for.",
    setIf(
      `${requestLine(/^OPTIONS /)} && -n reqenv('${variables.origin}') && -n req_novary('Access-Control-Request-Method')`,
      variables.preflight,
    ),
  ];
}

function setIf(expression: string, ...set: readonly string[]): string {
  return `SetEnvIfExpr "${expression}" ${set.join(" ")}`;
}

function requestLine({ source, flags }: Pick<RegExp, "source" | "flags">): string {
  return `%{THE_REQUEST} =~ m#${source}#${flags}`;
}

function routeLines({ routes, fallback }: Plan, { route }: Variables): readonly string[] {
  if (routes.length === 0) return [];
  const paths = routes.map(({ kind, path, grant }) => ({
    expression: `^[^ ]+ ${pathExpression(kind, path)}`,
    number: grant?.number ?? 0,
    hasLetters: /[a-z]/i.test(path),
  }));
  const setRoute = (source: string, flags: string, number: number): string =>
    setIf(requestLine({ source, flags }), `${route}=${number}`);
  return [
    "# Which policy; 0 for none, as for paths that servers read differently.",
    setIf("true", `${route}=${fallback?.number ?? 0}`),
    ...paths.filter(({ hasLetters }) => hasLetters).map(({ expression }) => setRoute(expression, "i", 0)),
    ...paths.map(({ expression, number }) => setRoute(expression, "", number)).reverse(),
    setRoute(`^[^ ]+ [^ ?]*(${ambiguousPathPattern})`, "", 0),
  ];
}

function pathExpression(kind: "exact" | "prefix", path: string): string {
  if (kind === "prefix" && path === "/") return "/";
  return `${path.replaceAll(".", String.raw`\.`)}${kind === "exact" ? "[? ]" : "[/? ]"}`;
}

function originLines({ routes }: Plan, { number, origins }: Grant, variables: Variables): readonly string[] {
  const grant = `${variables.grant}=${number}`;
  const conditions = routes.length === 0 ? [] : [`reqenv('${variables.route}') == '${number}'`];
  if (origins === "*") return [setIf(conditions[0] ?? "true", grant)];
  return origins.map((match) => {
    const isOrigin = `reqenv('${variables.origin}') =~ m#^${originExpression(match)}$#`;
    return setIf([...conditions, isOrigin].join(" && "), grant);
  });
}
