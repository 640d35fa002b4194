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

/** @param lowerName a header's name in lower case */
export function isCorsResponseHeader(lowerName: string): boolean {
  // Most are told by their first letters, without a look at all of them.
  return lowerName.startsWith("access-control-") && names.has(lowerName);
}
