/** What serves the paths that begin with a prefix. */
export interface Route {
  /** A port of this machine. */
  readonly port: number;
  /** `/`, or a path that does not end in a slash. */
  readonly prefix: string;
}

/** Routes, or a sentence for each that is none. */
export type RoutesCheck =
  | { readonly ok: true; readonly routes: readonly Route[] }
  | { readonly ok: false; readonly messages: readonly string[] };

/** @param texts `3000=/`, `8080=/api` */
export function parseRoutes(texts: readonly string[]): RoutesCheck {
  const messages: string[] = [];
  const routes: Route[] = [];
  for (const text of texts) {
    const [, digits = "", path = ""] = /^(\d{1,5})=(\/[^?#\s]*)$/.exec(text) ?? [];
    const port = Number(digits);
    const prefix = path === "/" ? path : path.replace(/\/+$/, "");
    if (port < 1 || port > 65_535)
      messages.push(`${JSON.stringify(text)} is no port and path: say it like 3000=/ or 8080=/api.`);
    else if (routes.some((route) => route.prefix === prefix))
      messages.push(`${JSON.stringify(text)} is the second for ${prefix}: a path is served by one.`);
    else routes.push({ port, prefix: prefix === "" ? "/" : prefix });
  }
  // What is more precise comes first.
  routes.sort((a, b) => b.prefix.length - a.prefix.length);
  return messages.length === 0 ? { ok: true, routes } : { ok: false, messages };
}

/** The route of a path: the longest prefix wins, and a prefix ends where a segment does. */
export function routeOf(routes: readonly Route[], requestTarget: string): Route | null {
  const [path = ""] = requestTarget.split(/[?#]/, 1);
  return routes.find(({ prefix }) => prefix === "/" || path === prefix || path.startsWith(`${prefix}/`)) ?? null;
}
