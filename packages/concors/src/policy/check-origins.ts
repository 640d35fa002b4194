import { isLoopback } from "./canonical-origin.ts";
import { checkDynamicOrigins } from "./check-dynamic-origins.ts";
import { listIn } from "./check-lists.ts";
import { diagnoseOrigin } from "./diagnose-origin.ts";
import type { IssueList, IssuePath } from "./issue.ts";
import { parseOriginPattern } from "./origin-pattern.ts";
import type { ParsedOriginPattern } from "./origin-pattern.ts";
import { isPublicSuffix } from "./public-suffix.ts";

/** What decides which origins may be listed. */
export interface OriginContext {
  readonly credentials: boolean;
  /** The dangers that were asked for. */
  readonly dangers: ReadonlySet<string>;
}

export function checkOrigins(path: IssuePath, value: unknown, context: OriginContext, found: IssueList): void {
  // What the listed origins need; a danger that none needs is left over from one that did.
  const needed = new Set<string>();
  if (isUnset(value)) {
    found.add("origins-missing", path, value);
  } else if (value === "*") {
    if (context.credentials) found.add("credentials-for-any-origin", path, value);
  } else if (Array.isArray(value)) {
    checkListed(path, value as unknown[], { ...context, needed }, found);
  } else if (typeof value === "object" && !(value instanceof RegExp)) {
    checkDynamicOrigins(path, value as Readonly<Record<string, unknown>>, found);
    needed.add("exposeToNetworkAttackers");
  } else {
    found.add("origins-not-a-list", path, value, typeof value === "string" ? listIn(value) : undefined);
  }
  for (const danger of context.dangers) {
    if (needed.has(danger)) continue;
    found.warn("danger-not-needed", [...path.slice(0, -1), "dangerously", danger], true, false);
  }
}

/** How long a list is that somebody may have written. */
const longestListRead = 10_000;

interface ListContext extends OriginContext {
  readonly needed: Set<string>;
}

function checkListed(path: IssuePath, origins: readonly unknown[], context: ListContext, found: IssueList): void {
  // A list that is longer was made by a program, and looking for its duplicates takes as long as all the rest.
  const seen = origins.length <= longestListRead ? new Set<unknown>() : null;
  for (let index = 0; index < origins.length; index++) {
    const value = origins[index];
    const parsed = typeof value === "string" ? parseOriginPattern(value) : null;
    if (parsed !== null) {
      if (context.credentials) checkBesideCredentials(path, index, value, parsed, context, found);
      if (seen?.has(value) === true) found.warn("listed-twice", [...path, index], value);
      seen?.add(value);
    } else if (value === "null" && context.dangers.has("exposeToSandboxedPages")) {
      context.needed.add("exposeToSandboxedPages");
    } else if (value === "*" && origins.length === 1) {
      found.add("star-among-others", path, origins, "*");
    } else {
      const { code, fix } = diagnoseOrigin(value);
      found.add(code, [...path, index], value, fix);
    }
  }
}

function checkBesideCredentials(
  path: IssuePath,
  index: number,
  value: unknown,
  pattern: ParsedOriginPattern,
  { dangers, needed }: ListContext,
  found: IssueList,
): void {
  const { scheme, host, port, subdomains } = pattern;
  if (scheme === "http" && !isLoopback(scheme, host)) {
    needed.add("exposeToNetworkAttackers");
    if (!dangers.has("exposeToNetworkAttackers")) {
      const fix = port === "" ? `https${String(value).slice("http".length)}` : undefined;
      found.add("credentials-over-http", [...path, index], value, fix);
    }
  }
  if (subdomains && isPublicSuffix(host)) {
    needed.add("exposeToPublicSuffixNeighbors");
    if (!dangers.has("exposeToPublicSuffixNeighbors")) {
      found.add("credentials-under-public-suffix", [...path, index], value);
    }
  }
}

/** What a variable that was never set looks like, in one language or another. */
function isUnset(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === false || (typeof value === "string" && value.trim() === "");
}
