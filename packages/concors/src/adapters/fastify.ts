import type {
  FastifyInstance,
  FastifyPluginCallback,
  FastifyReply,
  FastifyRequest,
  FastifySchema,
  onRouteHookHandler,
} from "fastify";
import type { CorsDecider } from "../policy/cors.ts";
import type { RoutedRequest } from "../policy/cors-routes.ts";
import type { Decision } from "../policy/decision.ts";
import { headerOf, isPreflight } from "../policy/request.ts";
import { ownCorsHeaders } from "./node-response.ts";
import { corsOf, decide } from "./policy-or-cors.ts";
import type { PolicyOrCors } from "./policy-or-cors.ts";
import { reportTwoPolicies } from "./two-policies.ts";
import type { AdapterOptions } from "./two-policies.ts";

export { TwoPoliciesError } from "./two-policies.ts";
export type { AdapterOptions, PolicyOrCors };

declare module "fastify" {
  interface FastifyContextConfig {
    /** The policy of this route and its preflights, in place of the one that is registered; false for none. */
    cors?: PolicyOrCors | false | undefined;
  }
}

type Owner = CorsDecider<RoutedRequest>;
type ConstraintStrategy = Parameters<FastifyInstance["addConstraintStrategy"]>[0];

/** The policy of a scope, which scopes inside it inherit. */
const scopeOwner: unique symbol = Symbol("concors scope");
/** A route's own policy; null for that of its scope. */
const routeOwner: unique symbol = Symbol("concors route");

interface Scope {
  [scopeOwner]?: Owner;
}
interface RouteConfig {
  readonly cors?: PolicyOrCors | false | undefined;
  readonly [routeOwner]?: Owner | false | null;
}

/**
 * Enforces a policy in Fastify: in the scope it is registered in, and the scopes inside it; one of those may have its own,
 * and so may a route, as `config.cors`. A preflight is answered by the policy of the route that it asks about.
 *
 * `await` the registration before you declare routes: Fastify shows a plugin only the routes that come after it.
 *
 * @example
 * await app.register(cors({ origins: ["https://app.example.com"] }));
 * app.put("/items/:id", { config: { cors: { origins: ["https://admin.example.com"], methods: ["PUT"] } } }, handler);
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options: AdapterOptions = {}): FastifyPluginCallback {
  const owner = corsOf(policy);
  const plugin: FastifyPluginCallback = (instance, _options, done) => {
    if (Object.hasOwn(instance, scopeOwner)) {
      done((instance as Scope)[scopeOwner] === owner ? undefined : reportTwoPolicies(options));
      return;
    }
    // A scope inherits the hooks of the one around it as well, and they look for the nearest policy.
    const hooked = scopeOwner in instance;
    (instance as Scope)[scopeOwner] = owner;
    if (!hooked) {
      if (!instance.hasConstraintStrategy(requestedMethod.name)) instance.addConstraintStrategy({ ...requestedMethod });
      instance.addHook("onRoute", answerPreflights);
      instance.addHook("onRequest", enforce);
    }
    done();
  };
  // As `fastify-plugin` says it: the scope is the one that registers, not one of the plugin's own.
  return Object.assign(plugin, {
    [Symbol.for("skip-override")]: true,
    [Symbol.for("fastify.display-name")]: "concors",
    [Symbol.for("plugin-meta")]: { name: "concors", fastify: "5.x" },
  });
}

function enforce(this: FastifyInstance, request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) {
  const config = (request.routeOptions.config ?? {}) as RouteConfig;
  const own = config[routeOwner];
  if (own === undefined && !request.is404 && (config.cors !== undefined || !isRoot(this))) {
    const { method, routeOptions } = request;
    done(
      new Error(`${method} ${routeOptions.url} was declared before its CORS policy was there: await the registration`),
    );
    return;
  }
  const owner = own ?? (this as Scope)[scopeOwner];
  if (owner === false || owner === undefined) {
    done();
    return;
  }
  const follow = (decision: Decision): void => {
    ownCorsHeaders(reply.raw, owner, decision);
    if (decision.kind === "preflight") void reply.code(decision.status).send();
    else done();
  };
  const decision = decide(owner, request.raw);
  if (decision instanceof Promise) decision.then(follow, done);
  else follow(decision);
}

/** Preflights for a route get a route of their own beside it: so they run the hooks of its scope, and find its policy. */
const answerPreflights: onRouteHookHandler = function (route) {
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
const requestedMethod: ConstraintStrategy = {
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

/** Scopes inherit from each other as objects do. */
function isRoot(instance: FastifyInstance): boolean {
  return Object.getPrototypeOf(instance) === Object.prototype;
}
