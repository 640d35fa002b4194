import { createCors } from "concors";
import type { Decision, RoutedRequest } from "concors";
import { isAmbiguousPath } from "./ambiguous-path.ts";
import type { CheckedRoute, CheckedSite, StaticPolicy } from "./site.ts";

/** What a site decides: what every server that is generated from it has to do. */
export interface SiteCors {
  readonly decide: (request: RoutedRequest) => Decision;
}

/** @throws PolicyError never: the policies of a site that was checked can be used */
export function createSiteCors(site: CheckedSite): SiteCors {
  const policies = [...site.routes.map(({ policy }) => policy), site.fallback];
  const made = new Map(policies.map((policy) => [policy, policy === null ? withoutCors : createCors(policy)]));
  return { decide: (request) => (made.get(policyFor(site, request.url ?? "")) ?? withoutCors).decide(request) };
}

/**
 * The policy for a path; null for none.
 *
 * @param url a path, with a query or without
 */
export function policyFor({ routes, fallback }: CheckedSite, url: string): StaticPolicy | null {
  if (routes.length === 0) return fallback;
  const [path = ""] = url.split("?", 1);
  if (isAmbiguousPath(path)) return null;
  const found = routes.find((route) => takes(route, path));
  if (found !== undefined) return found.policy;
  // A server that does not mind the case would take it for a route's.
  return routes.some((route) => takesIgnoringCase(route, path)) ? null : fallback;
}

/** Denies every origin. Nothing depends on which, so the answers do not vary. */
const withoutCors: SiteCors = {
  decide: ({ method, headers }) => {
    const cors = nobody.decide({ method, headers });
    return Object.freeze({ ...cors, vary: [] });
  },
};

const nobody = createCors({ origins: ["https://nobody.invalid"] });

function takes({ kind, path }: CheckedRoute, requested: string): boolean {
  if (kind === "exact") return requested === path;
  return path === "/" || requested === path || requested.startsWith(`${path}/`);
}

function takesIgnoringCase(route: CheckedRoute, requested: string): boolean {
  return takes({ ...route, path: route.path.toLowerCase() }, requested.toLowerCase());
}
