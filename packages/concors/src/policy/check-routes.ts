import { checkMethods } from "./check-lists.ts";
import { checkObject, isObject } from "./check-object.ts";
import { checkPolicyPart, copyOfPolicy } from "./check-policy-part.ts";
import { partOf } from "./issue.ts";
import type { Issue, Part } from "./issue.ts";
import type { Policy } from "./policy.ts";
import { PolicyError } from "./policy-error.ts";
import { parseRoutePattern, relationOf } from "./route-pattern.ts";
import type { RoutePattern } from "./route-pattern.ts";
import { inWords } from "./wording.ts";

/** A route that can be used. */
export interface CheckedRoute {
  readonly pattern: RoutePattern;
  readonly policy: Policy;
  /** The methods that it is for; null for all. */
  readonly methods: ReadonlySet<string> | null;
}

/** @throws PolicyError with everything that is wrong with the routes */
export function checkRoutes(routes: unknown): readonly CheckedRoute[] {
  const issues: Issue[] = [];
  const whole = partOf(routes, issues, inWords);
  const checked: CheckedRoute[] = [];
  if (!Array.isArray(routes) || routes.length === 0) {
    whole.add("routes-not-a-list");
  } else {
    for (const index of routes.keys()) {
      const part = whole.at(index);
      const usable = checkRoute(part, issues);
      if (usable === null) continue;
      checkAgainst(checked, usable, part);
      checked.push(usable);
    }
  }
  if (issues.length > 0) throw new PolicyError(issues);
  return checked;
}

function checkRoute(part: Part, issues: readonly Issue[]): CheckedRoute | null {
  const { value: route } = part;
  if (!Array.isArray(route) || route.length < 2 || route.length > 3) {
    part.add("route-malformed");
    return null;
  }
  const before = issues.length;
  const [text, given, options = {}] = route as unknown[];
  const pattern = typeof text === "string" ? parseRoutePattern(text) : null;
  if (pattern === null) part.at(0).add("route-pattern-invalid", patternMeant(text));
  const policy = copyOfPolicy(given);
  checkPolicyPart(part.at(1, policy));
  const methods = checkOptions(part.at(2, options));
  return pattern === null || issues.length > before ? null : { pattern, policy: policy as Policy, methods };
}

function checkOptions(part: Part): ReadonlySet<string> | null {
  const { value: options } = part;
  if (!isObject(options)) {
    part.add("route-malformed");
    return null;
  }
  checkObject(part, { methods: checkMethods });
  const { methods } = options;
  if (!Array.isArray(methods)) return null;
  if (methods.length === 0) part.at("methods").add("list-not-an-array");
  const names = new Set(methods as string[]);
  // As servers do.
  if (names.has("GET")) names.add("HEAD");
  return names;
}

/** Finds an earlier route that takes requests from this one. */
function checkAgainst(earlier: readonly CheckedRoute[], route: CheckedRoute, part: Part): void {
  for (const other of earlier) {
    const relation = relationOf(route.pattern, other.pattern);
    if (relation === "apart" || !shareMethods(route.methods, other.methods)) continue;
    // The more specific one first: that is what an order is for.
    if (relation === "around") continue;
    const isTaken = relation !== "crossing" && includesAll(other.methods, route.methods);
    part.at(0).add(isTaken ? "route-shadowed" : "route-overlapping");
    return;
  }
}

function shareMethods(a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): boolean {
  return a === null || b === null || [...a].some((method) => b.has(method));
}

function includesAll(outer: ReadonlySet<string> | null, inner: ReadonlySet<string> | null): boolean {
  return outer === null || (inner !== null && [...inner].every((method) => outer.has(method)));
}

function patternMeant(text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  const meant = `/${text.trim().replace(/^\/+/, "")}`.replace(/\/?\*\*?$/, "/*");
  return parseRoutePattern(meant) === null ? undefined : meant;
}
