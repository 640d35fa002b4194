import type { FastifyInstance, FastifySchema, onRouteHookHandler } from "fastify";
import type { CorsDecider } from "../policy/cors.ts";
import type { RoutedRequest } from "../policy/cors-routes.ts";
import { headerOf, isPreflight } from "../policy/request.ts";
import { corsOf } from "./policy-or-cors.ts";
import type { PolicyOrCors } from "./policy-or-cors.ts";

/** A route's own policy: false for none, null for that of its scope. */
export const routeOwner: unique symbol = Symbol("concors route");

/** What of a route's `config` is about CORS. */
export interface RouteConfig {
  readonly cors?: PolicyOrCors | false | undefined;
  readonly [routeOwner]?: CorsDecider<RoutedRequest> | false | null;
}

type ConstraintStrategy = Parameters<FastifyInstance["addConstraintStrategy"]>[0];

/** Preflights for a route get a route of their own beside it: so they run the hooks of its scope, and find its policy. */
export const addPreflightRoutes: onRouteHookHandler = function (route) {
  const config = (route.config ?? {}) as RouteConfig;
  if (config[routeOwner] !== undefined) return;
  const { cors: own } = config;
  const owner = own === undefined ? null : own && corsOf(own);
  route.config = { ...route.config, [routeOwner]: owner } as typeof route.config & object;

  // A preflight has no headers of the request that it asks about.
  const { version: _, ...constraints } = route.constraints ?? {};
  for (const method of [route.method].flat()) {
    const preflight = { ...constraints, [requestedMethod.name]: method };
    if (this.hasRoute({ method: "OPTIONS", url: route.url, constraints: preflight })) continue;
    this.route({
      method: "OPTIONS",
      url: route.routePath === "" ? "/" : route.routePath,
      ...(route.prefixTrailingSlash === undefined ? {} : { prefixTrailingSlash: route.prefixTrailingSlash }),
      constraints: preflight,
      config: route.config,
      // Not for documentation that is made of routes.
      schema: { hide: true } as FastifySchema,
      handler: (_request, reply) => reply.callNotFound(),
    });
  }
};

/** Tells preflights apart by the method they ask about; the router finds other OPTIONS routes for all else. */
export const requestedMethod: ConstraintStrategy = {
  name: "accessControlRequestMethod",
  storage: () => {
    const handlers = new Map<unknown, Parameters<ReturnType<ConstraintStrategy["storage"]>["set"]>[1]>();
    return {
      get: (method) => handlers.get(method) ?? null,
      set: (method, handler) => void handlers.set(method, handler),
    };
  },
  deriveConstraint: (request) =>
    isPreflight(request) && headerOf(request, "origin") !== undefined
      ? headerOf(request, "access-control-request-method")
      : undefined,
};
