import { canonicalHost, longestName, longestOrigin, originSyntax } from "./origin-pattern.ts";

/** Whether value is what a browser may send as the origin of a page with a host. */
export function isSerializedOrigin(value: string): boolean {
  if (value.length > longestOrigin || value.includes("*")) return false;
  const [, , , host = ""] = originSyntax.exec(value) ?? [];
  return host !== "" && host.length <= longestName && (!host.startsWith("[") || canonicalHost(host) === host);
}
