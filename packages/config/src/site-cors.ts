import { createCors } from "concors";
import type { Cors, Decision, RoutedRequest } from "concors";
import { isAmbiguousPath } from "./ambiguous-path.ts";
import type { CheckedRoute, CheckedSite } from "./site.ts";

/** What a site decides: what every server that is generated from it has to do. */
export interface SiteCors {
  readonly decide: (request: RoutedRequest) => Decision;
}

/** @throws PolicyError never: the policies of a site that was checked can be used */
export function createSiteCors(site: CheckedSite): SiteCors {
  const corsOf = (policy: CheckedSite["fallback"]): Cors | null => (policy === null ? null : createCors(policy));
  const routes = site.routes.map((route) => ({ route, cors: corsOf(route.policy) }));
  const fallback = corsOf(site.fallback);
  const find = (url: string | undefined): Cors | null => {
    if (routes.length === 0) return fallback;
    const [path = ""] = (url ?? "").split("?", 1);
    if (isAmbiguousPath(path)) return null;
    const found = routes.find(({ route }) => takes(route, path));
    if (found !== undefined) return found.cors;
    // A server that does not mind the case would take it for a route's.
    return routes.some(({ route }) => takesIgnoringCase(route, path)) ? null : fallback;
  };
  return { decide: (request) => find(request.url)?.decide(request) ?? withoutCors.decide(request) };
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
