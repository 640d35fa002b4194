import { checkPolicy } from "concors";
import type { Issue, Policy } from "concors";
import type { Grant } from "./grant.ts";

/**
 * A grant as a policy, which `@concors/config` writes for any server. What a server lists and no page can use (`TRACE`,
 * `Cookie`, an origin that no browser sends) is left out. null for a page that no policy can name.
 */
export function grantPolicy(grant: Grant): Policy | null {
  const draft = draftPolicy(grant);
  const issues = issuesOf(draft);
  // The first is the page's own: without it the policy would be for others.
  const isNamed = issues.every(({ code, path }) => code === "credentials-over-http" || path.join(".") !== "origins.0");
  const checked = checkPolicy(mended(draft, issues));
  return isNamed && checked.ok ? checked.policy : null;
}

function issuesOf(draft: Draft): readonly Issue[] {
  const checked = checkPolicy(draft);
  return checked.ok ? [] : checked.issues;
}

type Draft = Readonly<Record<string, unknown>>;

function draftPolicy({ credentials, exposedHeaders, maxAge, origins, preflight }: Grant): Draft {
  const methods = starOr(preflight?.methods ?? []);
  const requestHeaders = starOr(preflight?.headerNames ?? [], "authorization");
  const exposed = starOr(exposedHeaders);
  return {
    origins: origins[0] === "*" ? "*" : origins,
    ...(credentials && { credentials }),
    ...(methods.length > 0 && { methods }),
    ...(requestHeaders.length > 0 && { requestHeaders }),
    ...(exposed.length > 0 && { exposedHeaders: exposed }),
    ...(maxAge !== null && { maxAge }),
  };
}

/** A draft without the entries that are wrong. Pages of http that include credentials need the risk's name. */
function mended(draft: Draft, issues: readonly Issue[]): Draft {
  const isOverHttp = issues.some(({ code }) => code === "credentials-over-http");
  const wrong = new Set(issues.flatMap(({ code, path }) => (code === "credentials-over-http" ? [] : path.join("."))));
  const entries = Object.entries(draft).map(([key, value]): [string, unknown] => [
    key,
    Array.isArray(value) ? value.filter((_, index) => !wrong.has(`${key}.${index}`)) : value,
  ]);
  return {
    ...Object.fromEntries(entries),
    ...(isOverHttp && { dangerously: { exposeToNetworkAttackers: true } }),
  };
}

/** A list of names; `*` if it is among them, beside which only one name means anything. */
function starOr(names: readonly string[], besideStar?: string): "*" | readonly string[] {
  if (!names.includes("*")) return names;
  const other = names.find((name) => name.toLowerCase() === besideStar);
  return other === undefined ? "*" : ["*", other];
}
