import type { Policy } from "concors";
import type { CheckedSite, StaticPolicy } from "../site.ts";
import { nullOrigin } from "./plan.ts";
import type { Grant, OriginMatch, Plan } from "./plan.ts";

/** All headers of a CORS response, and one that Chromium's early Private Network Access read. */
export const corsResponseHeaders = [
  "Access-Control-Allow-Origin",
  "Access-Control-Allow-Credentials",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "Access-Control-Allow-Private-Network",
  "Access-Control-Expose-Headers",
  "Access-Control-Max-Age",
] as const;

/** Decides what a server that is to follow a site does. */
export function createPlan(site: CheckedSite, name: string): Plan {
  const grants = new Map<string, Grant>();
  const grantOf = (policy: StaticPolicy | null): Grant | null => {
    if (policy === null) return null;
    const key = JSON.stringify(policy);
    const grant = grants.get(key) ?? createGrant(policy, grants.size + 1);
    grants.set(key, grant);
    return grant;
  };
  const routes = site.routes.map(({ kind, path, policy }) => ({ kind, path, grant: grantOf(policy) }));
  const fallback = grantOf(site.fallback);
  return { name, grants: [...grants.values()], routes, fallback, strip: corsResponseHeaders };
}

function createGrant(policy: StaticPolicy, number: number): Grant {
  const { origins, credentials, methods, requestHeaders, exposedHeaders, maxAge } = policy;
  return {
    number,
    policy,
    origins: origins === "*" ? "*" : origins.map(createOriginMatch),
    credentials: credentials === true,
    methods: methods ?? [],
    requestHeaders: requestHeaders ?? [],
    exposedHeaders: exposedHeaders ?? [],
    maxAge: maxAge ?? null,
  } satisfies Grant & { [Key in keyof Policy]?: unknown };
}

const parts = /^([a-z][a-z\d+.-]*):\/\/(\*\.)?(\[[\da-f:.]+\]|[\w.-]+)(?::(\d+|\*))?$/;

/** @param pattern one that `checkPolicy` let through */
export function createOriginMatch(pattern: string): OriginMatch {
  if (pattern === "null") return nullOrigin;
  const [, scheme, subdomains, host, port = ""] = parts.exec(pattern) ?? [];
  if (scheme === undefined || host === undefined) throw new TypeError(`${pattern} is no pattern that was checked`);
  return { pattern, scheme, subdomains: subdomains !== undefined, host, port };
}
