import CachePolicy from "http-cache-semantics";
import { listedNames } from "../headers/raw-headers.ts";
import type { RawHeaders } from "../headers/raw-headers.ts";
import type { CacheRequest } from "./cache-request.ts";

/** The head of an answer that a cache may store, and what follows of it. */
export interface CacheHead {
  readonly status: number;
  /** As they came: nothing of a page's policy is in them. */
  readonly headers: RawHeaders;
  readonly policy: CachePolicy;
  /** Names and values of the request's headers that it depends on. */
  readonly selecting: readonly (readonly [name: string, value: string])[];
  /** Whether it says itself that it is for everybody, whoever has asked for it. */
  readonly isPublic: boolean;
  /** Whether it must not be used once it is stale, whatever else holds. */
  readonly needsValidation: boolean;
  /** Seconds after which it became stale that it may still stand in for an error. */
  readonly staleIfError: number;
}

/** An answer that was read to its end. */
export interface CacheEntry extends CacheHead {
  readonly body: Buffer;
}

/** When a request was sent and its answer began to come, in milliseconds of `Date.now`. */
export interface Timing {
  readonly asked: number;
  readonly answered: number;
}

/**
 * What a shared cache makes of an answer; null if it may not be stored, or if that would be of no use.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-3
 */
export function cacheHeadOf(
  request: CacheRequest,
  status: number,
  headers: RawHeaders,
  timing: Timing,
): CacheHead | null {
  const byName = recordOf(headers);
  // NB: The library takes names of directives as they are written; they mean the same in capitals.
  const directives = (byName["cache-control"] ?? "").toLowerCase();
  const has = (name: string): boolean => new RegExp(`(?:^|[\\s,])${name}(?:$|[\\s,=])`).test(directives);
  const varyNames = listedNames(headers, "vary").filter((name) => name !== "");
  // Two that contradict each other are none: what is meant is not known.
  if (varyNames.includes("*") || isAmbiguous(directives)) return null;

  delete byName["vary"];
  byName["cache-control"] = directives
    .split(",")
    // NB: The library validates at each use; the standard asks for that once an answer is stale. See `needsValidation`.
    .filter((directive) => !/^\s*(?:must|proxy)-revalidate\s*$/.test(directive))
    .join(",");
  byName["age"] = String(Math.floor(initialAge(byName, timing)));
  const asked = recordOf(request.headers);
  asked["cache-control"] = (asked["cache-control"] ?? "").toLowerCase();
  const isPersonal = request.personal.length > 0;
  if (isPersonal) asked["authorization"] = "personal";
  const policy = new CachePolicy(
    { url: request.href, method: "GET", headers: asked },
    { status, headers: byName },
    // Nothing is fresh that its server does not call so.
    { shared: true, cacheHeuristic: 0, immutableMinTimeToLive: 0 },
  );
  const canBeValidated = byName["etag"] !== undefined || byName["last-modified"] !== undefined;
  const isPublic = has("public") || has("s-maxage");
  if (!policy.storable() || (isPersonal && !isPublic)) return null;
  // What one caller makes of an answer with a header that nobody knows is not for others.
  if (!request.personal.every((name) => name === "authorization" || varyNames.includes(name))) return null;
  if (policy.stale() && !canBeValidated) return null;
  return {
    status,
    headers,
    policy,
    selecting: varyNames.map((name) => [name, valueOf(request.headers, name)]),
    isPublic,
    needsValidation: has("must-revalidate") || has("proxy-revalidate") || has("s-maxage") || has("no-cache"),
    staleIfError: Number(/(?:^|[\s,])stale-if-error="?(\d{1,9})/.exec(directives)?.[1] ?? 0),
  };
}

/**
 * How old an answer was when it came.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-4.2.3
 */
function initialAge(headers: Readonly<Record<string, string>>, { asked, answered }: Timing): number {
  const date = Date.parse(headers["date"] ?? "");
  const apparent = Number.isNaN(date) ? 0 : Math.max(0, (answered - date) / 1000);
  const said = Number(/^\s*(\d{1,9})/.exec(headers["age"] ?? "")?.[1] ?? 0);
  return Math.max(apparent, said + (answered - asked) / 1000);
}

function isAmbiguous(directives: string): boolean {
  return ["max-age", "s-maxage"].some((name) => {
    const values = [...directives.matchAll(new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*"?([^\\s,"]*)`, "g"))];
    return new Set(values.map(([, value]) => value)).size > 1;
  });
}

/** Whether an entry answers a request, if it is fresh or can be made so. */
export function matches({ selecting, isPublic }: CacheHead, request: CacheRequest): boolean {
  if (request.personal.length > 0 && !isPublic) return false;
  return selecting.every(([name, value]) => valueOf(request.headers, name) === value);
}

/** Whether an entry may be used as it is. */
export function isFreshFor({ policy, needsValidation }: CacheHead, { href, headers }: CacheRequest): boolean {
  // Whoever takes what is stale is not asked where the server wants to be.
  if (needsValidation && policy.stale()) return false;
  const asked = recordOf(headers);
  asked["cache-control"] = (asked["cache-control"] ?? "").toLowerCase();
  return policy.satisfiesWithoutRevalidation({ url: href, method: "GET", headers: asked });
}

/** Whether an entry may stand in for an error: https://www.rfc-editor.org/rfc/rfc5861#section-4 */
export function mayStandIn({ policy, needsValidation, staleIfError }: CacheHead): boolean {
  return !needsValidation && policy.maxAge() + staleIfError > policy.age();
}

/** Headers by lower-case name, lines of one name joined. */
function recordOf(headers: RawHeaders): Record<string, string> {
  const byName = Object.create(null) as Record<string, string>;
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index]!.toLowerCase();
    const there = byName[name];
    byName[name] = there === undefined ? headers[index + 1]! : `${there}, ${headers[index + 1]!}`;
  }
  return byName;
}

function valueOf(headers: RawHeaders, name: string): string {
  const values: string[] = [];
  for (let index = 0; index < headers.length; index += 2)
    if (headers[index]!.toLowerCase() === name) values.push(headers[index + 1]!.trim());
  return values.join(", ");
}
