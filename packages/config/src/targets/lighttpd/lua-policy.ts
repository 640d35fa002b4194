import type { KnownFacts } from "../../facts.ts";
import {
  actualHeaders,
  commonHeaders,
  preflightHeaders,
  repeatsHeaders,
  repeatsMethod,
  varies,
} from "../../plan/grant-headers.ts";
import { isExact } from "../../plan/plan.ts";
import type { Grant, OriginMatch, Plan } from "../../plan/plan.ts";
import { lines } from "../lines.ts";
import { luaCode } from "./lua-code.ts";

/** The plan as tables, and the code that reads them. */
export function luaPolicy(plan: Plan, { upstreamSendsCors }: KnownFacts): string {
  const { grants, routes, fallback, strip } = plan;
  const routesOf = (kind: "exact" | "prefix"): readonly string[] =>
    routes
      .filter((route) => route.kind === kind)
      .map(({ path, grant }) => `    [${quoted(path)}] = ${grant?.number ?? 0},`);
  return lines(
    "local policies = {",
    grants.flatMap(policyTable),
    "}",
    "",
    "-- Which policy; 0 for none.",
    "local routes = {",
    "  exact = {",
    routesOf("exact"),
    "  },",
    "  prefix = {",
    routesOf("prefix"),
    "  },",
    "}",
    `local fallback = ${fallback?.number ?? 0}`,
    "",
    "-- What the application says about CORS does not get through.",
    "local stripped = {",
    upstreamSendsCors && strip.map((header) => `  ${quoted(header)},`),
    "}",
    "",
    luaCode.trimEnd().split("\n"),
  );
}

function policyTable(grant: Grant): readonly string[] {
  const { number, origins } = grant;
  const listed = origins === "*" ? [] : origins;
  const flags = Object.entries({
    any_origin: origins === "*",
    varies: varies(grant),
    repeats_method: repeatsMethod(grant),
    repeats_headers: repeatsHeaders(grant),
  }).filter(([, is]) => is);
  return [
    `  [${number}] = {`,
    ...flags.map(([flag]) => `    ${flag} = true,`),
    "    origins = {",
    ...listed.filter(isExact).map(({ pattern }) => `      [${quoted(pattern)}] = true,`),
    "    },",
    "    patterns = {",
    ...listed.filter((match) => !isExact(match)).map((match) => `      ${patternTable(match)},`),
    "    },",
    ...headersTable("common", commonHeaders(grant)),
    ...headersTable("actual", actualHeaders(grant)),
    ...headersTable("preflight", preflightHeaders(grant)),
    "  },",
  ];
}

function patternTable({ scheme, subdomains, host, port }: OriginMatch): string {
  const end = port === "" || port === "*" ? host : `${host}:${port}`;
  const flags = `${subdomains ? ", subdomains = true" : ""}${port === "*" ? ", any_port = true" : ""}`;
  return `{ scheme = ${quoted(`${scheme}://`)}, host = ${quoted(end)}${flags} }`;
}

function headersTable(name: string, headers: ReturnType<typeof commonHeaders>): readonly string[] {
  return [
    `    ${name} = {`,
    ...headers.map(([header, value]) => `      [${quoted(header)}] = ${quoted(value)},`),
    "    },",
  ];
}

/** Nothing in a plan has to be escaped between quotes. */
function quoted(text: string): string {
  return `"${text}"`;
}
