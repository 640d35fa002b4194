import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import type { CorsDecider } from "../policy/cors.ts";
import type { RoutedRequest } from "../policy/cors-routes.ts";
import type { Decision } from "../policy/decision.ts";
import { addPreflightRoutes, requestedMethod, routeOwner } from "./fastify-preflight.ts";
import type { RouteConfig } from "./fastify-preflight.ts";
import { ownCorsHeaders, ownerOf } from "./node-response.ts";
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

/** The policy of a scope, which scopes inside it inherit. */
const scopeOwner: unique symbol = Symbol("concors scope");

interface Scope {
  [scopeOwner]?: { readonly owner: CorsDecider<RoutedRequest>; readonly options: AdapterOptions };
}

/**
 * Enforces a policy in Fastify: in the scope it is registered in, and the scopes inside it; one of those may have its own,
 * and so may a route, as `config.cors`. A preflight is answered by the policy of the route that it asks about.
 *
 * `await` the registration before you declare routes: Fastify shows a plugin only the routes that come after it. A URL that
 * cannot be decoded it answers without any plugin, by `frameworkErrors` too: `withCors` of `concors/node` comes before that.
 *
 * @example
 * await app.register(cors({ origins: ["https://app.example.com"] }));
 * app.put("/items/:id", { config: { cors: { origins: ["https://admin.example.com"], methods: ["PUT"] } } }, handler);
 * @throws PolicyError with everything that is wrong with the policy
 */
export function cors(policy: PolicyOrCors, options: AdapterOptions = {}): FastifyPluginCallback {
  const owner = corsOf(policy);
  const plugin: FastifyPluginCallback = (instance, _options, done) => {
    const scope = instance as Scope;
    if (Object.hasOwn(scope, scopeOwner)) {
      done(scope[scopeOwner]?.owner === owner ? undefined : reportTwoPolicies(options));
      return;
    }
    // A scope inherits the hooks of the one around it as well, and they look for the nearest policy.
    const hooked = scopeOwner in scope;
    scope[scopeOwner] = { owner, options };
    if (!hooked) {
      if (!instance.hasConstraintStrategy(requestedMethod.name)) instance.addConstraintStrategy({ ...requestedMethod });
      instance.addHook("onRoute", addPreflightRoutes);
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
  const config = configOf(request);
  const own = config[routeOwner];
  if (own === undefined && !request.is404 && (config.cors !== undefined || !isRoot(this))) {
    const { method, routeOptions } = request;
    done(
      new Error(`${method} ${routeOptions.url} was declared before its CORS policy was there: await the registration`),
    );
    return;
  }
  const scope = (this as Scope)[scopeOwner];
  const owner = own ?? scope?.owner;
  if (owner === false || owner === undefined) {
    done();
    return;
  }
  // Other middleware that Fastify was given may have a policy as well.
  const first = ownerOf(reply.raw);
  if (first !== undefined) {
    done(first === owner ? undefined : reportTwoPolicies(scope?.options ?? {}));
    return;
  }
  const decision = decide(owner, request.raw);
  if (decision instanceof Promise) decision.then((decided) => follow(decided, owner, reply, done), done);
  else follow(decision, owner, reply, done);
}

/** Where Fastify keeps what it knows of a request's route; null if it does not, undefined as long as nobody has looked. */
let routeContext: symbol | null | undefined;

/** What of the configuration of a request's route is about CORS. */
function configOf(request: FastifyRequest): RouteConfig {
  const contexts = request as unknown as Record<symbol, { readonly config?: RouteConfig } | undefined>;
  const known = routeContext && contexts[routeContext]?.config;
  if (known) return known;
  // This makes an object of all that is known of a route, for each request.
  const config = request.routeOptions.config as RouteConfig | undefined;
  if (routeContext === undefined && config !== undefined) {
    const found = Object.getOwnPropertySymbols(request).find((symbol) => contexts[symbol]?.config === config);
    routeContext = found ?? null;
  }
  return config ?? {};
}

function follow(decision: Decision, owner: object, reply: FastifyReply, done: () => void): void {
  ownCorsHeaders(reply.raw, owner, decision);
  if (decision.kind === "preflight") void reply.code(decision.status).send();
  else done();
}

/** Scopes inherit from each other as objects do. */
function isRoot(instance: FastifyInstance): boolean {
  return Object.getPrototypeOf(instance) === Object.prototype;
}
