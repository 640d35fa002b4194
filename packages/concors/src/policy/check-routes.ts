import { checkKeys, isObject } from "./check-keys.ts";
import { checkMethods } from "./check-lists.ts";
import { checkPolicyAt } from "./check-policy.ts";
import { IssueList } from "./issue.ts";
import type { IssuePath } from "./issue.ts";
import type { Policy } from "./policy.ts";
import { PolicyError } from "./policy-error.ts";
import { parseRoutePattern, relationOf } from "./route-pattern.ts";
import type { RoutePattern } from "./route-pattern.ts";

/** A route that can be used. */
export interface CheckedRoute {
  readonly pattern: RoutePattern;
  readonly policy: Policy;
  /** The methods that it is for; null for all. */
  readonly methods: ReadonlySet<string> | null;
}

/** @throws PolicyError with everything that is wrong with the routes */
export function checkRoutes(routes: unknown): readonly CheckedRoute[] {
  const found = new IssueList();
  const checked: CheckedRoute[] = [];
  if (!Array.isArray(routes) || routes.length === 0) {
    found.add("routes-not-a-list", [], routes);
  } else {
    for (const [index, route] of (routes as unknown[]).entries()) {
      const usable = checkRoute([index], route, found);
      if (usable === null) continue;
      checkAgainst(checked, usable, [index, 0], found, route);
      checked.push(usable);
    }
  }
  if (found.issues.length > 0) throw new PolicyError(found.issues);
  return checked;
}

function checkRoute(path: IssuePath, route: unknown, found: IssueList): CheckedRoute | null {
  if (!Array.isArray(route) || route.length < 2 || route.length > 3) {
    found.add("route-malformed", path, route);
    return null;
  }
  const [text, given, options = {}] = route as unknown[];
  const pattern = typeof text === "string" ? parseRoutePattern(text) : null;
  if (pattern === null) found.add("route-pattern-invalid", [...path, 0], text, patternMeant(text));
  const policy = checkPolicyAt([...path, 1], given, found);
  const before = found.issues.length;
  const methods = checkOptions([...path, 2], options, found);
  return pattern === null || policy === null || found.issues.length > before ? null : { pattern, policy, methods };
}

function checkOptions(path: IssuePath, options: unknown, found: IssueList): ReadonlySet<string> | null {
  if (!isObject(options)) {
    found.add("route-malformed", path, options);
    return null;
  }
  checkKeys(path, options, ["methods"], found);
  const { methods } = options;
  checkMethods([...path, "methods"], methods, found);
  if (!Array.isArray(methods)) return null;
  if (methods.length === 0) found.add("list-not-an-array", [...path, "methods"], methods);
  const names = new Set(methods as string[]);
  // As servers do.
  if (names.has("GET")) names.add("HEAD");
  return names;
}

/** Finds an earlier route that takes requests from this one. */
function checkAgainst(
  earlier: readonly CheckedRoute[],
  route: CheckedRoute,
  path: IssuePath,
  found: IssueList,
  value: unknown,
): void {
  const [text] = value as unknown[];
  for (const other of earlier) {
    const relation = relationOf(route.pattern, other.pattern);
    if (relation === "apart" || !shareMethods(route.methods, other.methods)) continue;
    // The more specific one first: that is what an order is for.
    if (relation === "around") continue;
    const isTaken = relation !== "crossing" && includesAll(other.methods, route.methods);
    found.add(isTaken ? "route-shadowed" : "route-overlapping", path, text);
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
