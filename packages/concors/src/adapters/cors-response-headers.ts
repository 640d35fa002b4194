/**
 * The headers that a policy owns, in lower case: what a handler or an upstream server says in them is replaced, since two
 * values of one of them are none to a browser, and the other's may allow what the policy does not.
 */
export const corsResponseHeaders: readonly string[] = [
  "access-control-allow-credentials",
  "access-control-allow-headers",
  "access-control-allow-methods",
  "access-control-allow-origin",
  "access-control-allow-private-network",
  "access-control-expose-headers",
  "access-control-max-age",
];

const names: ReadonlySet<string> = /* @__PURE__ */ new Set(corsResponseHeaders);
const shortest = "access-control-max-age".length;

/** @param name in any case */
export function isCorsResponseHeader(name: string): boolean {
  // Most others are told by their length, without a look at their letters.
  return name.length >= shortest && names.has(name.toLowerCase());
}
