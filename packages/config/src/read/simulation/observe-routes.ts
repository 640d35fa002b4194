import type { Block, OriginRule, Scope } from "../block.ts";
import { ask } from "./ask.ts";
import { observe } from "./observe.ts";
import { originMark, pathMark } from "./simulation.ts";
import type { Simulation } from "./simulation.ts";
import { samplePath } from "../expression/sample-path.ts";
import { restOfRule } from "./rest-of-expression.ts";

/** A path that no route takes. */
const elsewhere = "/-";

/**
 * The blocks of a simulation for all paths: one for each path that the file compares with, one for each expression that
 * says which paths it is for, and one for all others.
 */
export function observeRoutes(simulation: Simulation): readonly Block[] {
  const scopes = new Map<string, Scope & { readonly kind: "prefix" | "exact" }>();
  const samples = new Map<string, { readonly scope: Scope; readonly path: string }>();
  const compared = (value: string, rule: OriginRule): void => {
    const rest = restOfRule(value, pathMark, rule);
    const scope = rest === null ? null : scopeOfRule(rest);
    if (scope !== null) scopes.set(JSON.stringify(scope), scope);
    else if (rest?.kind === "expression" && rest.ignoresCase !== true) {
      const path = samplePath(rest);
      const text = `A path that ${rest.source} matches`;
      if (path !== null) samples.set(text, { scope: { kind: "other", text }, path });
    }
  };
  ask(simulation, { method: "GET", origin: null, path: pathMark }, compared);
  const routes = [...scopes.values()].map((scope) =>
    observe({ ...simulation, scope, path: scope.kind === "exact" ? scope.path : `${scope.path.replace(/\/$/, "")}/x` }),
  );
  const others = observe({ ...simulation, path: elsewhere });
  // An expression is there for other things too: what is cached, what no path may have.
  const told = new Set([...routes, others].map(whoMayRead));
  const usual = toldOf(simulation, elsewhere);
  const matched = [...samples.values()]
    .filter(({ path }) => toldOf(simulation, path) !== usual)
    .map(({ scope, path }) => ({ ...observe({ ...simulation, scope, path }), isPart: true }))
    .filter((block) => block.origins.length > 0 && !told.has(whoMayRead(block)));
  return [...routes, ...matched, others];
}

/** What a path is told, and what the origin is compared with there: the same is not worked out again. */
function toldOf(simulation: Simulation, path: string): string {
  const compared: unknown[] = [];
  const answers = ["GET", "POST", "OPTIONS"].flatMap((method) =>
    [originMark, null].map((origin) =>
      ask(simulation, { method, origin, path, requestMethod: "PUT" }, (value, rule) => {
        if (value.includes(originMark)) compared.push([value, { ...rule, at: null }]);
      }),
    ),
  );
  const cors = answers.map(({ headers }) =>
    headers.filter(({ name }) => /^access-control-/i.test(name)).map(({ name, value }) => [name, value]),
  );
  return JSON.stringify([cors, compared]);
}

function whoMayRead({ origins, credentials }: Block): string {
  return JSON.stringify([origins, credentials]);
}

/** The paths of an expression that ends where a path or a segment of it does: `^/api(/|\?|$)`, `^/api[/? ]`. */
export function scopeOfRule(rule: OriginRule): (Scope & { readonly kind: "prefix" | "exact" }) | null {
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
