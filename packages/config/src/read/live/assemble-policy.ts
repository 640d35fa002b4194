import type { Policy } from "concors";
import { checkSite } from "../../check-site.ts";
import type { OriginMatch } from "../../plan/plan.ts";
import type { SitePolicy } from "../../site.ts";
import { evidenceOf } from "./answer.ts";
import type { Exchange } from "./conversation.ts";
import type { OriginPatterns } from "./learn-origins.ts";
import type { LearnedFields } from "./learned-policy.ts";
import type { Evidence, LiveFindingCode } from "./live-finding.ts";
import type { Notes } from "./notes.ts";
import { covers, widest } from "./origin-patterns.ts";

/** @param origins `*`, or those that are safe */
export function assemblePolicy(origins: "*" | readonly string[], fields: LearnedFields): SitePolicy {
  if (origins.length === 0) return "none";
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = fields;
  return {
    origins,
    ...(credentials && { credentials }),
    ...(methods.length > 0 && { methods }),
    ...(requestHeaders.length > 0 && { requestHeaders }),
    ...(exposedHeaders.length > 0 && { exposedHeaders }),
    ...(maxAge !== null && { maxAge }),
  } as Policy;
}

/** Why a policy refuses an origin that a server allows. */
const risks: ReadonlyMap<string, LiveFindingCode> = new Map([
  ["credentials-over-http", "http-with-credentials"],
  ["credentials-under-public-suffix", "public-suffix-wildcard"],
]);

/**
 * The patterns that a policy can hold without a danger, the widest ones. Of one that it cannot hold, what is left are the
 * narrower ones that allow what was named.
 */
export function safeOrigins(
  { named, turnedUp }: OriginPatterns,
  credentials: boolean,
  notes: Notes,
): readonly string[] {
  const safe: OriginMatch[] = [];
  const refused: { readonly match: OriginMatch; readonly code: LiveFindingCode; readonly shownBy: Exchange }[] = [];
  for (const { match, shownBy } of [...named, ...turnedUp]) {
    if (match.pattern === "null") {
      notes.found("null-allowed", evidenceOf(shownBy, "Access-Control-Allow-Origin"));
      continue;
    }
    const checked = checkSite({ origins: [match.pattern], credentials });
    if (checked.ok) {
      safe.push(match);
      continue;
    }
    const code = checked.issues.map((issue) => risks.get(issue.code)).find((risk) => risk !== undefined);
    if (code !== undefined) refused.push({ match, code, shownBy });
  }
  for (const { match, code, shownBy } of refused)
    if (
      !refused.some(
        (other) => other.code === code && other.match.pattern !== match.pattern && covers(other.match, match),
      )
    )
      notes.found(code, evidenceOf(shownBy, "Access-Control-Allow-Origin"), match.pattern);
  const isNamed = (match: OriginMatch): boolean => named.some((shown) => shown.match.pattern === match.pattern);
  const kept = safe.filter((match) => isNamed(match) || !refused.some((other) => covers(other.match, match)));
  return widest(kept).map(({ pattern }) => pattern);
}

type NamesField = "methods" | "requestHeaders" | "exposedHeaders";

/**
 * The names that a policy can hold; what it cannot is noted.
 *
 * @param names with `*` among them for all
 */
export function usableNames(
  field: NamesField,
  names: readonly string[],
  credentials: boolean,
  evidence: Evidence,
  notes: Notes,
): "*" | readonly string[] {
  const others = names.filter((name) => name !== "*");
  if (names.includes("*")) {
    const authorization = others.find((name) => name.toLowerCase() === "authorization");
    return field === "requestHeaders" && !credentials && authorization !== undefined ? ["*", "Authorization"] : "*";
  }
  const isUsable = (name: string): boolean => checkSite({ origins: ["https://a.example"], [field]: [name] }).ok;
  const unusable = others.filter((name) => !isUsable(name));
  if (unusable.length > 0) notes.found("names-left-out", evidence, unusable.join(", "));
  return others.filter((name) => isUsable(name));
}
