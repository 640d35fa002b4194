import type { Block, OriginRule, Scope } from "../block.ts";
import { ask } from "./ask.ts";
import { observe } from "./observe.ts";
import { pathMark } from "./simulation.ts";
import type { Simulation } from "./simulation.ts";
import { restOfRule } from "./rest-of-expression.ts";

/** A path that no route takes. */
const elsewhere = "/-";

/** The blocks of a simulation for all paths: one for each path that the file compares with, and one for all others. */
export function observeRoutes(simulation: Simulation): readonly Block[] {
  const scopes = new Map<string, Scope & { readonly kind: "prefix" | "exact" }>();
  const compared = (value: string, rule: OriginRule): void => {
    const rest = restOfRule(value, pathMark, rule);
    const scope = rest === null ? null : scopeOfPath(rest);
    if (scope !== null) scopes.set(JSON.stringify(scope), scope);
  };
  ask(simulation, { method: "GET", origin: null, path: pathMark }, compared);
  const routes = [...scopes.values()].map((scope) =>
    observe({ ...simulation, scope, path: scope.kind === "exact" ? scope.path : `${scope.path.replace(/\/$/, "")}/x` }),
  );
  return [...routes, observe({ ...simulation, path: elsewhere })];
}

/** The paths of an expression that ends where a path or a segment of it does: `^/api(/|\?|$)`, `^/api[/? ]`. */
export function scopeOfPath(rule: OriginRule): (Scope & { readonly kind: "prefix" | "exact" }) | null {
  if (rule.kind === "exact") return rule.origin.startsWith("/") ? { kind: "exact", path: rule.origin } : null;
  // One that ignores the case is there for what is no route's path.
  if (rule.kind !== "expression" || rule.ignoresCase === true) return null;
  const match = /^\^((?:\/(?:[\w~-]|\\[.-])*)+)(?:\(([^()]*)\)|\[([^\]]*)\]|(\$))?$/.exec(rule.source);
  if (match === null) return null;
  const [, escaped = "", group, characters, end] = match;
  const ends = group?.split("|") ?? characters?.split("");
  const path = escaped.replaceAll("\\", "");
  if (end !== undefined) return { kind: "exact", path };
  if (ends === undefined) return path.endsWith("/") ? { kind: "prefix", path: path.slice(0, -1) || "/" } : null;
  return { kind: ends.includes("/") ? "prefix" : "exact", path };
}
