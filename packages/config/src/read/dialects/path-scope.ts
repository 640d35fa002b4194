import type { Scope } from "../block.ts";

/** What a route of a site can be for. */
const sitePath = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/;

/** The scope of a path; `text` is for people, where a site cannot say it. */
export function pathScope(kind: "prefix" | "exact", path: string, text: string = path): Scope {
  if (kind === "exact") return sitePath.test(path) || path === "/" ? { kind, path } : { kind: "other", text };
  const base = path.replace(/\/+$/, "");
  if (base === "") return { kind: "all" };
  return sitePath.test(base) ? { kind, path: base } : { kind: "other", text };
}
