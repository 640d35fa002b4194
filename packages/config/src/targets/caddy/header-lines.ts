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

/** The lines that set headers and answer preflights. */
export function headerLines(plan: Plan): readonly string[] {
  const { name, grants } = plan;
  return [
    "# Set before the application is asked, so that Caddy's own errors have them too.",
    ...varyLines(plan),
    ...grants.flatMap((grant) => grantLines(plan, grant)),
    "# Before the application.",
    ...(grants.length === 0
      ? []
      : [
          `@${name}_granted vars ${name}_case ${grants.map(({ number }) => `preflight_${number}`).join(" ")}`,
          `respond @${name}_granted 204`,
        ]),
    `@${name}_refused vars ${name}_case refused`,
    `respond @${name}_refused 403`,
  ];
}

function varyLines({ name, grants, routes }: Plan): readonly string[] {
  const numbers = grants.filter(varies).map(({ number }) => number);
  if (numbers.length === 0) return [];
  if (routes.length === 0) return ["header +Vary Origin"];
  return [`@${name}_vary vars ${name}_route ${numbers.join(" ")}`, `header @${name}_vary +Vary Origin`];
}

function grantLines({ name }: Plan, grant: Grant): readonly string[] {
  const { number, origins } = grant;
  const matcher = `@${name}_${number}`;
  const set = (suffix: string, list: readonly (readonly [string, string])[]): readonly string[] =>
    list.map(([header, value]) => `header ${matcher}${suffix} ${header} "${value}"`);
  const origin = origins === "*" ? "*" : "{http.request.header.Origin}";
  const [actual, preflight] = [actualHeaders(grant), preflightHeaders(grant)];
  const repeats = repeatsMethod(grant) || repeatsHeaders(grant);
  return [
    `${matcher} vars ${name}_case actual_${number} preflight_${number}`,
    ...set("", [["Access-Control-Allow-Origin", origin], ...commonHeaders(grant)]),
    ...(actual.length === 0 ? [] : [`${matcher}_actual vars ${name}_case actual_${number}`]),
    ...set("_actual", actual),
    ...(preflight.length === 0 && !repeats ? [] : [`${matcher}_preflight vars ${name}_case preflight_${number}`]),
    ...set("_preflight", preflight),
    ...(repeatsMethod(grant) ? repeatLines(name, number, "Method", "[A-Za-z0-9_.-]+") : []),
    ...(repeatsHeaders(grant) ? repeatLines(name, number, "Headers", echoedNames) : []),
  ];
}

/** What a preflight asks for, repeated, and the `Vary` that this takes. */
function repeatLines(name: string, number: number, what: "Method" | "Headers", expression: string): readonly string[] {
  const matcher = `@${name}_${number}_${what.toLowerCase()}`;
  const asked = `Access-Control-Request-${what}`;
  return [
    `${matcher} {`,
    `\tvars ${name}_case preflight_${number}`,
    `\theader_regexp ${asked} \`^${expression}$\``,
    "}",
    `header ${matcher} Access-Control-Allow-${what === "Method" ? "Methods" : what} "{http.request.header.${asked}}"`,
    `header @${name}_${number}_preflight +Vary ${asked}`,
  ];
}
