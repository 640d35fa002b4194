import type { Policy } from "../../src/index.ts";

/** Whether a pattern is for an origin, said as simply as it can be said, and as slowly. */
export function naiveMatch(pattern: string, origin: string): boolean {
  if (!pattern.includes("*")) return pattern === origin;
  const expression = pattern
    .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replace("://*", String.raw`://[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*`)
    .replace(/:\*$/, String.raw`(?::[1-9][0-9]{0,4})?`);
  return new RegExp(`^${expression}$`).test(origin);
}

/** What a page does. */
export interface PageFetch {
  readonly origin: string;
  readonly method: string;
  readonly headerNames: readonly string[];
  readonly credentials: "omit" | "include";
}

/**
 * Whether the policy says that the page may read the answer.
 *
 * @param coversAuthorization whether `*` covers `Authorization` without credentials, as in the engines, but not in the
 * standard
 */
export function policyAllows(
  policy: Policy,
  { origin, method, headerNames, credentials }: PageFetch,
  coversAuthorization: boolean,
): boolean {
  const { origins, methods = [], requestHeaders = [] } = policy;
  if (credentials === "include" && policy.credentials !== true) return false;
  if (origins !== "*" && !(origins as readonly string[]).some((pattern) => naiveMatch(pattern, origin))) return false;
  const isMethodAllowed = ["GET", "HEAD", "POST"].includes(method) || methods === "*" || methods.includes(method);
  const starIsAll = coversAuthorization || policy.credentials === true;
  return isMethodAllowed && headerNames.every((name) => allowsHeader(requestHeaders, starIsAll, name));
}

function allowsHeader(allowed: "*" | readonly string[], starIsAll: boolean, name: string): boolean {
  if (allowed.includes("*") && (starIsAll || name.toLowerCase() !== "authorization")) return true;
  return allowed !== "*" && allowed.some((listed) => listed.toLowerCase() === name.toLowerCase());
}
