/**
 * A path that one server takes for another one: with a doubled slash, a backslash, a dot segment, or with a slash, a
 * dot, a letter or a digit percent-encoded. In the part of regular expressions that all servers read alike. A query may
 * follow.
 */
export const ambiguousPathPattern: string = String.raw`//|\x5C|/\.\.?([/?]|$)|%(2[DEFdef]|3[0-9]|[46][1-9A-Fa-f]|5[0-9ACFacf]|7[0-9AEae])`;

const expression = new RegExp(ambiguousPathPattern);

/** @param path without the query */
export function isAmbiguousPath(path: string): boolean {
  return expression.test(path);
}
