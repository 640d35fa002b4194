import { isForbiddenRequestHeaderName } from "../protocol/forbidden-request-header.ts";
import { isToken } from "../protocol/http-token.ts";
import { isForbiddenMethod, normalizeMethod } from "../protocol/method.ts";
import { isForbiddenResponseHeaderName } from "../protocol/response-header.ts";
import type { CheckPart } from "./check-object.ts";
import type { Part } from "./issue.ts";

/** Checks an entry that is a token. */
type CheckToken = (token: string, part: Part) => void;

export function checkMethods(part: Part): void {
  checkList(part, "method-not-a-token", (method, { add }) => {
    const normalized = normalizeMethod(method);
    if (isForbiddenMethod(method)) add("method-forbidden");
    else if (normalized !== method) add("method-not-normalized", normalized);
  });
}

export const checkRequestHeaders: CheckPart = (part, { credentials }) => {
  const checkName = nameCheck(isForbiddenRequestHeaderName, /^access-control-(?:allow-|expose-headers$|max-age$)/i);
  // The one list in which `*` has a meaning beside something else.
  checkList(part, "header-not-a-token", checkName, credentials !== true && isAuthorizationAndOne(part.value));
};

export const checkExposedHeaders: CheckPart = (part, { credentials }) => {
  if (credentials === true && [part.value].flat().includes("*")) {
    part.add("credentials-with-any-exposed-header");
    return;
  }
  const ofRequests = /^(?:origin|access-control-(?:request-.*|allow-methods|allow-headers|max-age))$/i;
  checkList(part, "header-not-a-token", nameCheck(isForbiddenResponseHeaderName, ofRequests));
};

function nameCheck(isForbidden: (name: string) => boolean, ofTheOtherSide: RegExp): CheckToken {
  return (name, { add }) => {
    if (isForbidden(name)) add("header-forbidden");
    else if (ofTheOtherSide.test(name)) add("header-of-the-other-side");
  };
}

function checkList(
  part: Part,
  notToken: "method-not-a-token" | "header-not-a-token",
  checkToken: CheckToken,
  mayHaveStar = false,
): void {
  const { value, add } = part;
  if (value === undefined || value === "*") return;
  if (!Array.isArray(value)) {
    add("list-not-an-array", listIn(value));
    return;
  }
  for (const [index, entry] of (value as unknown[]).entries()) {
    const at = part.at(index);
    const text = typeof entry === "string" ? entry : "";
    const trimmed = text.trim();
    if (text === "*") {
      if (!mayHaveStar) at.add("star-among-others");
    } else if (isToken(text)) {
      checkToken(text, at);
    } else {
      at.add(notToken, isToken(trimmed) ? trimmed : undefined);
    }
  }
}

function isAuthorizationAndOne(names: unknown): boolean {
  return Array.isArray(names) && names.length === 2 && names.some(isAuthorization);
}

function isAuthorization(name: unknown): boolean {
  return typeof name === "string" && name.toLowerCase() === "authorization";
}

/** The entries of a list that was written as one text, as a header or a variable holds it. */
export function listIn(text: unknown): string[] | undefined {
  const entries = typeof text === "string" ? text.match(/[^\s,;]+/g) : null;
  return entries?.slice(0, 100);
}
