import type { Grant, HeaderWords, Plan } from "../plan/plan.ts";

/** The grant of a target that has neither routes nor a way to say that no page may read. */
export function onlyGrant({ fallback }: Plan): Grant {
  if (fallback === null) throw new TypeError("a plan without a grant is none that this target can say");
  return fallback;
}

/** Names as a list: `*` is one of them. */
export function nameList(words: HeaderWords): readonly string[] {
  return words === "*" ? ["*"] : words;
}

/**
 * Origins for a target in whose patterns `*` stands for any characters. A pattern for any port takes none as well, so it
 * is two of them.
 */
export function originList({ origins }: Grant): readonly string[] {
  if (origins === "*") return ["*"];
  return [
    ...new Set(origins.flatMap(({ pattern, port }) => (port === "*" ? [pattern.slice(0, -2), pattern] : pattern))),
  ];
}
