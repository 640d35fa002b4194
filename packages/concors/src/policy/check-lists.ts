import { equalsIgnoreAsciiCase } from "../protocol/http-token.ts";
import { isForbiddenRequestHeader } from "../protocol/forbidden-request-header.ts";
import { isHeaderName } from "../protocol/header.ts";
import { isForbiddenMethod, isMethod, normalizeMethod } from "../protocol/method.ts";
import { isForbiddenResponseHeaderName } from "../protocol/response-header.ts";
import type { IssueList, IssuePath } from "./issue.ts";

type CheckEntry = (value: string, path: IssuePath) => void;

export function checkMethods(path: IssuePath, value: unknown, found: IssueList): void {
  checkList(path, value, "method-not-a-token", found, (method, at) => {
    const normalized = normalizeMethod(method);
    if (!isMethod(method)) found.add("method-not-a-token", at, method, trimmed(method, isMethod));
    else if (isForbiddenMethod(method)) found.add("method-forbidden", at, method);
    else if (normalized !== method) found.add("method-not-normalized", at, method, normalized);
    else if (method !== method.toUpperCase()) found.warn("method-in-lowercase", at, method, method.toUpperCase());
  });
}

export function checkRequestHeaders(path: IssuePath, value: unknown, credentials: boolean, found: IssueList): void {
  if (value === "*" && !credentials) found.warn("authorization-not-covered", path, value, ["*", "Authorization"]);
  // The one list in which `*` has a meaning beside something else.
  if (!credentials && isStarAndAuthorization(value)) return;
  checkList(path, value, "header-not-a-token", found, (name, at) => {
    if (!isHeaderName(name)) found.add("header-not-a-token", at, name, trimmed(name, isHeaderName));
    else if (isForbiddenRequestHeader(name, "")) found.add("header-forbidden", at, name);
    else if (/^access-control-(?:allow-|expose-headers$|max-age$)/i.test(name)) {
      found.add("header-of-the-other-side", at, name);
    }
  });
}

export function checkExposedHeaders(path: IssuePath, value: unknown, credentials: boolean, found: IssueList): void {
  if (credentials && (value === "*" || (Array.isArray(value) && value.includes("*")))) {
    found.add("credentials-with-any-exposed-header", path, value);
    return;
  }
  checkList(path, value, "header-not-a-token", found, (name, at) => {
    if (!isHeaderName(name)) found.add("header-not-a-token", at, name, trimmed(name, isHeaderName));
    else if (isForbiddenResponseHeaderName(name)) found.add("header-forbidden", at, name);
    else if (/^(?:origin|access-control-(?:request-.*|allow-methods|allow-headers|max-age))$/i.test(name)) {
      found.add("header-of-the-other-side", at, name);
    }
  });
}

function checkList(
  path: IssuePath,
  value: unknown,
  notText: "method-not-a-token" | "header-not-a-token",
  found: IssueList,
  checkEntry: CheckEntry,
): void {
  if (value === undefined || value === "*") return;
  if (!Array.isArray(value)) {
    found.add("list-not-an-array", path, value, typeof value === "string" ? listIn(value) : undefined);
    return;
  }
  const seen = new Set<string>();
  for (const [index, entry] of (value as unknown[]).entries()) {
    const at = [...path, index];
    if (typeof entry !== "string") {
      found.add(notText, at, entry);
    } else if (entry === "*") {
      found.add("star-among-others", at, entry);
    } else {
      checkEntry(entry, at);
      // Methods are case-sensitive, the names of headers are not.
      const compared = notText === "method-not-a-token" ? entry : entry.toLowerCase();
      if (seen.has(compared)) found.warn("listed-twice", at, entry);
      seen.add(compared);
    }
  }
}

function isStarAndAuthorization(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const names = value as unknown[];
  const other = names[0] === "*" ? names[1] : names[0];
  return names.includes("*") && typeof other === "string" && equalsIgnoreAsciiCase(other, "authorization");
}

function trimmed(value: string, isRight: (value: string) => boolean): string | undefined {
  const text = value.trim();
  return isRight(text) ? text : undefined;
}

/** The entries of a list that was written as one text, as a header or a variable holds it. */
export function listIn(text: string): string[] | undefined {
  const entries = text.split(/[\s,;]+/, 100).filter((entry) => entry !== "");
  return entries.length === 0 ? undefined : entries;
}
