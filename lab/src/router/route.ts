/** The views of the page. */
export type ViewName = "stage" | "check" | "fix" | "learn";

/** Where a fragment leads. */
export interface Route {
  /** null: there is no such view. */
  readonly view: ViewName | null;
  /** What follows the view's name: a target, a lesson; "" for nothing. */
  readonly rest: string;
  /** What follows `?`, as it was written; each view reads its own. */
  readonly query: string;
}

/** The first segment of a fragment to its view; `config` is what the permalinks of `@concors/config` say. */
const views: Readonly<Record<string, ViewName>> = {
  "": "stage",
  stage: "stage",
  check: "check",
  config: "fix",
  fix: "fix",
  learn: "learn",
};

/** Reads the fragment of an address, with or without its `#`. */
export function parseRoute(fragment: string): Route {
  const [, path, query] = /^#?\/?([^?]*)\??(.*)$/s.exec(fragment)!;
  const [first = "", ...rest] = path!.split("/");
  return {
    view: Object.hasOwn(views, first) ? views[first]! : null,
    rest: rest.map(decodeOrKeep).join("/"),
    query: query!,
  };
}

function decodeOrKeep(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
