import type { Grant, Plan, PlannedRoute } from "./plan.ts";

/** The grant that the path of a route would have without it. */
function grantAround({ routes, fallback }: Plan, route: PlannedRoute): Grant | null {
  const later = routes.slice(routes.indexOf(route) + 1);
  const around = later.find(
    ({ kind, path }) => kind === "prefix" && (path === "/" || path === route.path || route.path.startsWith(`${path}/`)),
  );
  return around === undefined ? fallback : around.grant;
}

/** Routes among the paths of another grant, for targets that would send the headers of both. */
export function routesInside(plan: Plan): readonly PlannedRoute[] {
  return plan.routes.filter((route) => {
    const around = grantAround(plan, route);
    return around !== null && around !== route.grant;
  });
}

/**
 * What is left to say of a plan of which no route is inside another one: the paths that have a grant, which is that of all
 * below them. Whatever has none is not said.
 */
export function routesApart(plan: Plan): readonly (PlannedRoute & { readonly grant: Grant })[] {
  const all = [...plan.routes, { kind: "prefix" as const, path: "/", grant: plan.fallback }];
  return all.flatMap((route) => {
    const { grant } = route;
    const isSaid = plan.routes.some((one) => one === route) && grantAround(plan, route) === grant;
    return grant === null || isSaid ? [] : [{ ...route, grant }];
  });
}
