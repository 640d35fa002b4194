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
import { grantKey, grantSource, map, matching } from "./maps.ts";

/** A header that answers have, and the map that its value comes from. */
export interface HeaderVariable {
  readonly header: string;
  /** As `add_header` takes it: a variable that may be empty, or a constant. */
  readonly value: string;
  readonly map: readonly string[];
}

/** Every header that some answer has. */
export function headerVariables(plan: Plan): readonly HeaderVariable[] {
  return [
    ...varyHeaders(plan),
    { header: "Access-Control-Allow-Origin", value: `$${plan.name}_origin`, map: [] },
    ...listed(plan, "credentials", ".", commonHeaders),
    ...listed(plan, "expose", "0", actualHeaders),
    ...listed(plan, "", "1", preflightHeaders),
    ...repeated(plan, "Access-Control-Allow-Methods", "method", repeatsMethod, "[A-Za-z0-9_.-]+"),
    ...repeated(plan, "Access-Control-Allow-Headers", "headers", repeatsHeaders, echoedNames),
  ];
}

function varyHeaders(plan: Plan): HeaderVariable[] {
  const { name, grants, routes } = plan;
  const restricted = grants.filter(varies);
  if (restricted.length === 0) return [];
  if (routes.length === 0) return [{ header: "Vary", value: "Origin", map: [] }];
  const rows = restricted.map(({ number }) => [String(number), "Origin"] as const);
  const variable = `${name}_vary`;
  return [
    { header: "Vary", value: `$${variable}`, map: map(`$${name}_route`, variable, [["default", '""'], ...rows]) },
  ];
}

type HeadersOf = (grant: Grant) => readonly (readonly [name: string, value: string])[];

/** Headers whose values are the policy's, for preflights (1), for all but those (0), or for both. */
function listed(plan: Plan, suffix: string, kind: "0" | "1" | ".", headersOf: HeadersOf): HeaderVariable[] {
  const { name, grants } = plan;
  const headers = new Set(grants.flatMap((grant) => headersOf(grant).map(([header]) => header)));
  return [...headers].map((header) => {
    const variable = `${name}_${suffix === "" ? suffixes[header] : suffix}`;
    const rows = grants.flatMap((grant) => {
      const value = headersOf(grant).find(([other]) => other === header)?.[1];
      return value === undefined ? [] : [[matching(`${grantKey(plan, grant)}${kind} .+`), `"${value}"`] as const];
    });
    return {
      header,
      value: `$${variable}`,
      map: map(grantSource(plan, `$${name}_preflight $${name}_origin`), variable, rows),
    };
  });
}

const suffixes: Readonly<Record<string, string>> = {
  "Access-Control-Allow-Methods": "methods",
  "Access-Control-Allow-Headers": "headers",
  "Access-Control-Max-Age": "max_age",
};

/** A header that repeats what a preflight asks for, and the `Vary` that this takes. */
function repeated(
  plan: Plan,
  header: string,
  asked: "method" | "headers",
  repeats: (grant: Grant) => boolean,
  expression: string,
): HeaderVariable[] {
  const { name } = plan;
  const grants = plan.grants.filter(repeats);
  if (grants.length === 0) return [];
  const source = `$http_access_control_request_${asked}`;
  const row = (grant: Grant, value: string, last: string) =>
    [matching(`${grantKey(plan, grant)}1 [^ ]+${last}`), value] as const;
  const variable = `${name}_asked_${asked}`;
  const capture = `${name}_these_${asked}`;
  return [
    {
      header,
      value: `$${variable}`,
      map: map(
        grantSource(plan, `$${name}_preflight $${name}_origin ${source}`),
        variable,
        grants.map((grant) => row(grant, `$${capture}`, ` (?<${capture}>${expression})`)),
      ),
    },
    {
      header: "Vary",
      value: `$${variable}_vary`,
      map: map(
        grantSource(plan, `$${name}_preflight $${name}_origin`),
        `${variable}_vary`,
        grants.map((grant) => row(grant, `Access-Control-Request-${asked === "method" ? "Method" : "Headers"}`, "")),
      ),
    },
  ];
}
