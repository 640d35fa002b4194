import { checkRoutes } from "./check-routes.ts";
import { createCors } from "./create-cors.ts";
import type { CorsOptions } from "./create-cors.ts";
import type { Cors, CorsDecider } from "./cors.ts";
import { deny, freeze } from "./decision.ts";
import type { Answers, Decision } from "./decision.ts";
import type { DecisionExplanation } from "./explain-decision.ts";
import { gate } from "./gate.ts";
import type { Gate, GateOptions } from "./gate.ts";
import type { Policy } from "./policy.ts";
import { headerOf, isPreflight } from "./request.ts";
import type { CorsRequest } from "./request.ts";
import { loosePaths, matchesPath } from "./route-pattern.ts";
import type { RoutePattern } from "./route-pattern.ts";

/**
 * A pattern of paths, the policy for them, and, if it is not for all, the methods that it is for.
 *
 * A pattern is `/`, and segments: a text, a `:name` that stands for any one, or, as the last, a `*` for all that
 * follows. It is compared as it is written; letters count in their case.
 *
 * @example
 * const route: CorsRoute = ["/items/:id", { origins: ["https://app.example.com"], methods: ["PUT"] }, { methods: ["PUT"] }];
 */
export type CorsRoute =
  | readonly [pattern: string, policy: Policy]
  | readonly [pattern: string, policy: Policy, options: RouteOptions];

export interface RouteOptions {
  /** The methods that the route is for; all if left out. `GET` includes `HEAD`. */
  readonly methods?: readonly string[] | undefined;
}

/** A request that says where it goes: as a path, or as a whole URL. */
export interface RoutedRequest extends CorsRequest {
  readonly url?: string | undefined;
  /** Where a router that is mounted under a path leaves that path out of `url`: where the client's request goes. */
  readonly originalUrl?: string | undefined;
}

/** Policies by path and method. */
export type CorsRoutes = CorsDecider<RoutedRequest>;

/**
 * Puts different policies to work by path and method: the first route that takes a request decides it. A preflight is
 * decided by the route of the request that it asks for.
 *
 * What no route takes is not allowed. Nor is a path that the routes and a server might take for different ones, such as
 * `/Admin`, `/%61dmin` or `/public/..%2Fadmin` where there is a route for `/admin`.
 *
 * @example
 * const cors = corsRoutes([
 *   ["/api/public/*", { origins: "*" }],
 *   ["/api/*", { origins: ["https://app.example.com"], credentials: true }],
 * ]);
 * @throws PolicyError with everything that is wrong with the routes and their policies
 */
export function corsRoutes(routes: readonly CorsRoute[], options: CorsOptions = {}): CorsRoutes {
  const table = checkRoutes(routes).map(({ pattern, policy, methods }): Route => {
    const loose = { segments: pattern.segments.map((segment) => segment?.toLowerCase() ?? null), open: pattern.open };
    return { pattern, loose, methods, cors: createCors(policy, options) };
  });
  // Where a route is for some methods, what a preflight is answered depends on the one it asks for.
  const vary = table.some(({ methods }) => methods !== null) ? ["Access-Control-Request-Method"] : [];
  const missing = unrouted("route-missing", vary);
  const ambiguous = unrouted("route-ambiguous", vary);

  const find = (request: RoutedRequest): Cors | Unrouted => {
    const path = pathOf(request.originalUrl ?? request.url);
    const method = isPreflight(request) ? headerOf(request, "access-control-request-method") : request.method;
    const found = table.find((route) => takes(route, method) && matchesPath(route.pattern, path));
    if (found === undefined) return missing;
    const loose = loosePaths(path);
    if (loose[0] === path && loose.length === 1) return found.cors;
    const others = loose.map((other) => table.find((route) => takes(route, method) && matchesPath(route.loose, other)));
    return loose.length === 0 || others.some((other) => other !== undefined && other !== found)
      ? ambiguous
      : found.cors;
  };

  return Object.freeze({
    isAsync: table.some(({ cors }) => cors.isAsync),
    decide: (request: RoutedRequest) => {
      const found = find(request);
      return isCors(found) ? varying(found.decide(request), vary) : found.decide(request);
    },
    decideAsync: async (request: RoutedRequest) => {
      const found = find(request);
      return isCors(found) ? varying(await found.decideAsync(request), vary) : found.decide(request);
    },
    explain: (request: RoutedRequest) => find(request).explain(request),
    explainAsync: async (request: RoutedRequest) => {
      const found = find(request);
      return isCors(found) ? found.explainAsync(request) : found.explain(request);
    },
    gate: (request: RoutedRequest, gateOptions?: GateOptions) => find(request).gate(request, gateOptions),
    gateAsync: async (request: RoutedRequest, gateOptions?: GateOptions) => {
      const found = find(request);
      return isCors(found) ? found.gateAsync(request, gateOptions) : found.gate(request, gateOptions);
    },
  });
}

interface Route {
  readonly pattern: RoutePattern;
  /** The pattern as loosePaths writes it. */
  readonly loose: RoutePattern;
  readonly methods: ReadonlySet<string> | null;
  readonly cors: Cors;
}

/** What decides where no policy does. */
interface Unrouted {
  decide(request: CorsRequest): Decision;
  explain(request: CorsRequest): DecisionExplanation;
  gate(request: CorsRequest, options?: GateOptions): Gate;
}

function unrouted(reason: "route-missing" | "route-ambiguous", preflightVary: readonly string[]): Unrouted {
  const answers: Answers = { actual: deny(reason, []).actual, preflight: deny(reason, preflightVary).preflight };
  const notCors = freeze({ kind: "not-cors", allowed: true, headers: [], vary: Object.freeze([]) });
  const decide = (request: CorsRequest): Decision => {
    if (headerOf(request, "origin") === undefined) return notCors;
    return isPreflight(request) ? answers.preflight : answers.actual;
  };
  const why =
    reason === "route-missing"
      ? "No route takes this path and method, so no origin is allowed."
      : "A server that is less strict about case, encoding, slashes or dots would take this path for that of another route, so no origin is allowed.";
  return {
    decide,
    explain: (request) => {
      const { kind, allowed } = decide(request);
      const step = { name: "CORS check", url: "https://fetch.spec.whatwg.org/#concept-cors-check" };
      return { kind, allowed, sentence: why, decidedBy: null, step };
    },
    gate: (request, options) => gate(request, false, options),
  };
}

function isCors(found: Cors | Unrouted): found is Cors {
  return "decideAsync" in found;
}

function takes({ methods }: Route, method: string | undefined): boolean {
  return methods === null || (method !== undefined && methods.has(method));
}

/** The path of a URL, or of what a request line holds; "" if it has none. */
function pathOf(url: string | undefined): string {
  const [, path = ""] = /^(?:[^/?#]*:\/\/[^/?#]*)?(\/[^?#]*)?/s.exec(url ?? "") ?? [];
  return path;
}

function varying(decision: Decision, vary: readonly string[]): Decision {
  if (decision.kind !== "preflight" || vary.every((name) => decision.vary.includes(name))) return decision;
  return freeze({ ...decision, vary: Object.freeze([...decision.vary, ...vary]) });
}
