import { checkPolicy } from "concors";
import type { IssuePath } from "concors";
import type { CheckedRoute, CheckedSite, StaticPolicy } from "./site.ts";
import { siteIssue } from "./site-issue.ts";
import type { SiteIssue } from "./site-issue.ts";

/** What `checkSite` found. */
export type SiteCheck =
  | { readonly ok: true; readonly site: CheckedSite; readonly warnings: readonly SiteIssue[] }
  | { readonly ok: false; readonly issues: readonly SiteIssue[]; readonly warnings: readonly SiteIssue[] };

/**
 * Checks what may be a site, or a policy alone, which is a site of one policy. Never throws.
 *
 * @example
 * const checked = checkSite(JSON.parse(text));
 * if (!checked.ok) for (const { message } of checked.issues) console.error(message);
 */
export function checkSite(value: unknown): SiteCheck {
  const found = new Findings();
  const site = isSite(value)
    ? checkRoutesAndFallback(value, found)
    : { routes: [], fallback: checkSitePolicy([], value, found) };
  if (found.issues.length > 0) return { ok: false, issues: found.issues, warnings: found.warnings };
  return { ok: true, site, warnings: found.warnings };
}

class Findings {
  readonly issues: SiteIssue[] = [];
  readonly warnings: SiteIssue[] = [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSite(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && ("routes" in value || "fallback" in value);
}

function checkRoutesAndFallback(value: Readonly<Record<string, unknown>>, found: Findings): CheckedSite {
  for (const key of Object.keys(value))
    if (key !== "routes" && key !== "fallback") found.issues.push(siteIssue("site-key-unknown", [key], undefined));
  const { routes = [], fallback } = value;
  if (fallback === undefined) found.issues.push(siteIssue("fallback-missing", ["fallback"], undefined));
  const policy = fallback === undefined ? null : checkSitePolicy(["fallback"], fallback, found);
  if (!Array.isArray(routes)) {
    found.issues.push(siteIssue("routes-not-a-list", ["routes"], routes));
    return { routes: [], fallback: policy };
  }
  const checked: CheckedRoute[] = [];
  for (const [index, entry] of (routes as unknown[]).entries()) {
    const route = checkRoute(["routes", index], entry, found);
    if (route === null) continue;
    if (checked.some(({ kind, path }) => kind === route.kind && path === route.path))
      found.issues.push(siteIssue("route-twice", ["routes", index, route.kind], route.path));
    checked.push(route);
  }
  return { routes: checked.sort(moreSpecificFirst), fallback: policy };
}

function moreSpecificFirst(a: CheckedRoute, b: CheckedRoute): number {
  if (a.kind !== b.kind) return a.kind === "exact" ? -1 : 1;
  return b.path.length - a.path.length;
}

/** Letters of paths, of which none means anything to a server, and no segment that is a dot or two. */
const pathPattern = /^\/$|^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/;

const longestPath = 200;

function checkRoute(path: IssuePath, value: unknown, found: Findings): CheckedRoute | null {
  const keys = isObject(value) ? Object.keys(value) : [];
  if (!isObject(value) || keys.length !== 2 || !("policy" in value) || !("prefix" in value || "exact" in value)) {
    found.issues.push(siteIssue("route-malformed", path, value));
    return null;
  }
  const kind = "exact" in value ? "exact" : "prefix";
  const text = value[kind];
  const policy = checkSitePolicy([...path, "policy"], value["policy"], found);
  if (typeof text !== "string" || text.length > longestPath || !pathPattern.test(text)) {
    found.issues.push(siteIssue("route-path-invalid", [...path, kind], text));
    return null;
  }
  return { kind, path: text, policy };
}

function checkSitePolicy(path: IssuePath, value: unknown, found: Findings): StaticPolicy | null {
  if (value === "none") return null;
  const checked = checkPolicy(value);
  found.warnings.push(...checked.warnings.map((issue) => inside(path, issue)));
  if (!checked.ok) {
    found.issues.push(...checked.issues.map((issue) => inside(path, issue)));
    return null;
  }
  const { policy } = checked;
  if (policy.origins !== "*" && !Array.isArray(policy.origins)) {
    found.issues.push(siteIssue("origins-not-listed", [...path, "origins"], undefined));
    return null;
  }
  for (const key of ["methods", "requestHeaders", "exposedHeaders"] as const) {
    const names = policy[key];
    if (names === undefined || names === "*") continue;
    for (const [index, name] of names.entries())
      if (!printable.test(name)) found.issues.push(siteIssue("name-not-printable", [...path, key, index], name));
  }
  return policy as StaticPolicy;
}

/** What means nothing in any configuration language; a token may also be `$host`. */
const printable = /^(?:[\w.-]+|\*)$/;

function inside(path: IssuePath, issue: SiteIssue): SiteIssue {
  if (path.length === 0) return issue;
  const where = path.join(".");
  const message = issue.path.length === 0 ? issue.message.replace(/^policy/, where) : `${where}.${issue.message}`;
  return Object.freeze({ ...issue, path: [...path, ...issue.path], message });
}
