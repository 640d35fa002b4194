import type { Grant, HeaderWords } from "../plan/plan.ts";

/** Names of a header as a list; `*` is one of them. */
export function listOf(words: HeaderWords): readonly string[] {
  return words === "*" ? ["*"] : words;
}

/**
 * A name that no page can send, for targets that take an empty list for something else: allowing it allows nothing.
 *
 * @see https://fetch.spec.whatwg.org/#forbidden-request-header
 */
export const inertHeader = "Origin";

/** Methods that need no preflight are allowed whatever is listed; some targets want them listed nevertheless. */
const safelistedMethods = ["GET", "HEAD", "POST"];

/** The methods of a grant, with those that are always allowed. */
export function allMethods({ methods }: Grant): readonly string[] {
  return methods === "*" ? ["*"] : [...new Set([...safelistedMethods, ...methods])];
}
