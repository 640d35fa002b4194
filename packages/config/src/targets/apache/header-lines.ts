import type { KnownFacts } from "../../facts.ts";
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
import { variablesOf } from "./variables.ts";

/**
 * The lines that change the headers of answers. Apache has two tables of them: `onsuccess`, what files and proxied
 * applications say, and `always`, which errors and CGI have too. What is to go has to go from both, and what is set for
 * good is set in the second.
 *
 * @see https://httpd.apache.org/docs/2.4/mod/mod_headers.html#header
 */
export function headerLines(plan: Plan, { upstreamSendsCors }: KnownFacts): readonly string[] {
  return [
    ...(upstreamSendsCors
      ? [
          "# What the application says about CORS does not get through.",
          ...plan.strip.flatMap((name) => [`Header onsuccess unset ${name}`, `Header always unset ${name}`]),
        ]
      : []),
    "# always: with errors too.",
    ...varyLines(plan),
    ...plan.grants.flatMap((grant) => grantLines(plan, grant)),
  ];
}

function varyLines(plan: Plan): readonly string[] {
  const numbers = plan.grants.filter(varies).map(({ number }) => `'${number}'`);
  if (numbers.length === 0) return [];
  const isRoute = `reqenv('${variablesOf(plan).route}') in { ${numbers.join(", ")} }`;
  const condition = plan.routes.length === 0 ? "" : ` "expr=${isRoute}"`;
  return [`Header always merge Vary "Origin"${condition}`];
}

function grantLines(plan: Plan, grant: Grant): readonly string[] {
  const variables = variablesOf(plan);
  const isGrant = `reqenv('${variables.grant}') == '${grant.number}'`;
  const isActual = `${isGrant} && -z reqenv('${variables.preflight}')`;
  const isPreflight = `${isGrant} && -n reqenv('${variables.preflight}')`;
  const set = (name: string, value: string, condition: string): string =>
    `Header always set ${name} "${value}" "expr=${condition}"`;
  const repeat = (asked: string, name: string, expression: string): readonly string[] => [
    set(name, `expr=%{req_novary:${asked}}`, `${isPreflight} && req_novary('${asked}') =~ m#^${expression}$#`),
    `Header always merge Vary "${asked}" "expr=${isPreflight}"`,
  ];
  return [
    set("Access-Control-Allow-Origin", grant.origins === "*" ? "*" : `%{${variables.origin}}e`, isGrant),
    ...commonHeaders(grant).map(([name, value]) => set(name, value, isGrant)),
    ...actualHeaders(grant).map(([name, value]) => set(name, value, isActual)),
    ...preflightHeaders(grant).map(([name, value]) => set(name, value, isPreflight)),
    ...(repeatsMethod(grant)
      ? repeat("Access-Control-Request-Method", "Access-Control-Allow-Methods", "[A-Za-z0-9_.-]+")
      : []),
    ...(repeatsHeaders(grant)
      ? repeat("Access-Control-Request-Headers", "Access-Control-Allow-Headers", echoedNames)
      : []),
  ];
}
