import { ambiguousPaths, pathsInAnyCase } from "../../plan/path-steps.ts";
import type { Block, Scope } from "../block.ts";

/** What a route of a site can be for. */
const sitePath = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/;

/** The scope of a path; `text` is for people, where a site cannot say it. */
export function pathScope(kind: "prefix" | "exact", path: string, text: string = path): Scope {
  if (kind === "exact") return sitePath.test(path) || path === "/" ? { kind, path } : { kind: "other", text };
  const base = path.replace(/\/+$/, "");
  if (base === "") return { kind: "all" };
  return sitePath.test(base) ? { kind, path: base } : { kind: "other", text };
}

/**
 * Leaves out blocks that let nobody read and are for those paths alone for which no site with routes does: they are
 * generated with every route.
 */
export function withoutGuards(blocks: readonly Block[]): readonly Block[] {
  const guarded = new Set([ambiguousPaths]);
  for (const { scope } of blocks)
    if (scope.kind === "exact" || scope.kind === "prefix") guarded.add(pathsInAnyCase(scope));
  return blocks.filter(
    ({ scope, origins }) => scope.kind !== "other" || origins.length > 0 || !guarded.has(scope.text),
  );
}
