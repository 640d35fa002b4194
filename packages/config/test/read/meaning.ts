import { checkSite } from "@concors/config";
import type { Site, SitePolicy } from "@concors/config";
import { assumedMaxAge } from "../../src/plan/plan.ts";
import type { StaticPolicy } from "../../src/site.ts";

/** Methods that a page may use whatever is listed. */
const unasked: readonly string[] = ["GET", "HEAD", "POST"];

/**
 * What a site means, however it is said: without the order of its lists, without methods that are allowed anyhow, and
 * with what is assumed where nothing is said.
 */
export function meaningOf(site: Site | SitePolicy): unknown {
  const checked = checkSite(site);
  if (!checked.ok) throw new TypeError(checked.issues.map(({ message }) => message).join("\n"));
  const { routes, fallback } = checked.site;
  const meant = routes.map(({ kind, path, policy }) => ({ kind, path, policy: meaningOfPolicy(policy) }));
  return { routes: meant, fallback: meaningOfPolicy(fallback) };
}

function meaningOfPolicy(policy: StaticPolicy | null): unknown {
  if (policy === null) return null;
  const { origins, credentials = false, methods, requestHeaders, exposedHeaders, maxAge } = policy;
  return {
    // `:*` is any port or none.
    origins: sorted(origins === "*" ? "*" : origins.filter((origin) => !origins.includes(`${origin}:*`))),
    credentials,
    methods: sorted(methods === "*" ? "*" : (methods ?? []).filter((name) => !unasked.includes(name))),
    requestHeaders: sorted(requestHeaders ?? []),
    exposedHeaders: sorted(exposedHeaders ?? []),
    maxAge: maxAge ?? assumedMaxAge,
  };
}

function sorted(words: "*" | readonly string[]): "*" | readonly string[] {
  return words === "*" ? "*" : [...new Set(words)].toSorted();
}
