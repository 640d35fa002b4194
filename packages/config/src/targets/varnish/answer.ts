import {
  actualHeaders,
  commonHeaders,
  echoedNames,
  preflightHeaders,
  repeatsHeaders,
  repeatsMethod,
  varies,
} from "../../plan/grant-headers.ts";
import type { Grant, Plan } from "../../plan/plan.ts";
import { branches, indented } from "./branches.ts";
import { byGrant } from "./request.ts";

/** What every answer gets. */
export function answer(plan: Plan): readonly string[] {
  const origin = `req.http.X-${plan.name}-origin`;
  return indented(1, [
    ...vary(plan),
    ...branches([
      [
        origin,
        [`set resp.http.Access-Control-Allow-Origin = ${origin};`, ...byGrant(plan, (grant) => granted(plan, grant))],
      ],
    ]),
  ]);
}

/** With every answer that depends on the origin, whoever asks. */
function vary({ name, grants, routes }: Plan): readonly string[] {
  const numbers = grants.filter(varies).map(({ number }) => number);
  if (numbers.length === 0) return [];
  if (routes.length === 0) return appendVary("Origin");
  return branches([[`req.http.X-${name}-policy ~ "^(${numbers.join("|")})$"`, appendVary("Origin")]]);
}

/** What an answer gets that may be read. */
function granted({ name }: Plan, grant: Grant): readonly string[] {
  const preflight = [
    ...preflightHeaders(grant).map(set),
    ...(repeatsMethod(grant) ? repeated("Method", "Methods", "[A-Za-z0-9_.-]+") : []),
    ...(repeatsHeaders(grant) ? repeated("Headers", "Headers", echoedNames) : []),
  ];
  const actual = actualHeaders(grant).map(set);
  const isPreflight = `req.http.X-${name}-preflight`;
  return [
    ...commonHeaders(grant).map(set),
    ...(preflight.length > 0
      ? branches([[isPreflight, preflight]], actual)
      : actual.length > 0
        ? branches([[`!${isPreflight}`, actual]])
        : []),
  ];
}

function set([header, value]: readonly [name: string, value: string]): string {
  return `set resp.http.${header} = "${value}";`;
}

/** A header that repeats what a preflight asks for, and the `Vary` that this takes. */
function repeated(asked: string, allowed: string, expression: string): readonly string[] {
  const header = `Access-Control-Request-${asked}`;
  return [
    ...appendVary(header),
    ...branches([
      [
        `req.http.${header} ~ "^${expression}$"`,
        [`set resp.http.Access-Control-Allow-${allowed} = req.http.${header};`],
      ],
    ]),
  ];
}

function appendVary(name: string): readonly string[] {
  return branches(
    [["resp.http.Vary", [`set resp.http.Vary = resp.http.Vary + ", ${name}";`]]],
    [`set resp.http.Vary = "${name}";`],
  );
}
