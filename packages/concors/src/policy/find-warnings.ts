import { isForbiddenMethod, isMethod, normalizeMethod } from "../protocol/method.ts";
import { isObject } from "./check-object.ts";
import type { Part } from "./issue.ts";
import { parseOriginPattern } from "./origin-pattern.ts";
import type { ParsedOriginPattern } from "./origin-pattern.ts";
import { isOpenToNeighbors, isOpenToNetwork } from "./origin-risks.ts";
import type { Dangers } from "./policy.ts";

/** Finds what is allowed, but perhaps not meant, in a copy of what may be a policy. */
export function findWarnings(part: Part): void {
  const { value: policy } = part;
  if (!isObject(policy)) return;
  const credentials = policy["credentials"] === true;
  warnOfOrigins(part.at("origins"));
  warnOfDangers(part.at("dangerously"), policy["origins"], credentials);
  warnOfMethods(part.at("methods"));
  warnOfHeaders(part.at("requestHeaders"), credentials);
  if (!(credentials && textsIn(policy["exposedHeaders"]).includes("*"))) warnOfNames(part.at("exposedHeaders"));
}

/** How long a list is that somebody may have written. */
const longestListRead = 10_000;

function warnOfOrigins(part: Part): void {
  const origins = textsIn(part.value);
  // A list that is longer was made by a program, and looking for its duplicates takes as long as all the rest.
  if (origins.length > longestListRead) return;
  warnOfTwice(part, (origin) => (parseOriginPattern(origin) === null ? null : origin));
}

const needs: Readonly<Record<keyof Dangers, (origins: unknown, credentials: boolean) => boolean>> = {
  exposeToNetworkAttackers: (origins, credentials) =>
    isDynamic(origins) || (credentials && patternsIn(origins).some(isOpenToNetwork)),
  exposeToPublicSuffixNeighbors: (origins, credentials) => credentials && patternsIn(origins).some(isOpenToNeighbors),
  exposeToSandboxedPages: (origins) => textsIn(origins).includes("null"),
};

/** A danger that nothing needs is left over from something that did. */
function warnOfDangers(part: Part, origins: unknown, credentials: boolean): void {
  if (!isObject(part.value)) return;
  for (const [danger, isNeeded] of Object.entries(needs)) {
    if (part.value[danger] === true && !isNeeded(origins, credentials)) part.at(danger).add("danger-not-needed", false);
  }
}

function warnOfMethods(part: Part): void {
  warnOfTwice(part, (method, { add }) => {
    const upper = method.toUpperCase();
    const isAsSent = isMethod(method) && !isForbiddenMethod(method) && normalizeMethod(method) === method;
    if (isAsSent && method !== upper) add("method-in-lowercase", upper);
    return method;
  });
}

function warnOfHeaders(part: Part, credentials: boolean): void {
  if (part.value === "*" && !credentials) part.add("authorization-not-covered", ["*", "Authorization"]);
  warnOfNames(part);
}

function warnOfNames(part: Part): void {
  // Methods are case-sensitive, the names of headers are not.
  warnOfTwice(part, (name) => name.toLowerCase());
}

/** @param compared what of an entry is compared; null if it is an issue by itself */
function warnOfTwice(part: Part, compared: (entry: string, part: Part) => string | null): void {
  if (!Array.isArray(part.value)) return;
  const seen = new Set<string>();
  for (const [index, entry] of (part.value as unknown[]).entries()) {
    if (typeof entry !== "string" || entry === "*") continue;
    const at = part.at(index);
    const text = compared(entry, at);
    if (text === null) continue;
    if (seen.has(text)) at.add("listed-twice");
    seen.add(text);
  }
}

function isDynamic(origins: unknown): boolean {
  return isObject(origins) && !(origins instanceof RegExp);
}

function textsIn(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((entry) => typeof entry === "string") : [];
}

function patternsIn(origins: unknown): readonly ParsedOriginPattern[] {
  return textsIn(origins).flatMap((origin) => parseOriginPattern(origin) ?? []);
}
