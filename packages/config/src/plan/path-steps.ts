import { ambiguousPathPattern } from "../ambiguous-path.ts";
import type { Grant, Plan, PlannedRoute } from "./plan.ts";

/** What a path is held against: a path itself, or a regular expression for the whole of a path, without its query. */
export type PathMatch =
  | { readonly kind: PlannedRoute["kind"]; readonly path: string }
  | { readonly kind: "expression"; readonly expression: string };

export interface PathStep {
  readonly match: PathMatch;
  readonly grant: Grant | null;
}

/** Paths that servers read differently, for which nobody may read. */
export const ambiguousPaths: string = `.*(${ambiguousPathPattern}).*`;

/** The paths of a route, in whatever case. */
export function pathsInAnyCase({ kind, path }: Pick<PlannedRoute, "kind" | "path">): string {
  return `(?i)${path.replaceAll(".", String.raw`\.`)}${kind === "exact" ? "" : "(/.*)?"}`;
}

/**
 * The routes of a plan as a list of which the first that takes a path decides, for languages that know of no others than
 * those, in the expressions of RE2. The last one takes every path.
 */
export function pathSteps({ routes, fallback }: Plan): readonly PathStep[] {
  const others: PathStep = { match: { kind: "prefix", path: "/" }, grant: fallback };
  if (routes.length === 0) return [others];
  const withLetters = routes.filter(({ path }) => /[a-z]/i.test(path));
  return [
    { match: { kind: "expression", expression: ambiguousPaths }, grant: null },
    ...routes.map((route) => ({ match: { kind: route.kind, path: route.path }, grant: route.grant })),
    // A server that does not mind the case would take them for the route's.
    ...withLetters.map((route) => ({
      match: { kind: "expression" as const, expression: pathsInAnyCase(route) },
      grant: null,
    })),
    others,
  ];
}
