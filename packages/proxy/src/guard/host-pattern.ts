import { parseUrl } from "../target/parse-url.ts";

/** A host as options name it: `api.example.com`, `*.example.com` for all below it, an address, or `*` for any. */
export type HostPattern = string;

/** What a list of patterns says about a host. */
export type HostMatcher = (hostname: string) => boolean;

/** The pattern as hosts are compared, or what is wrong with it. */
export function canonicalHost(pattern: string): string | null {
  const isWildcard = pattern.startsWith("*.");
  const host = isWildcard ? pattern.slice(2) : pattern;
  if (host === "" || /[/?#@\\:*\s%]/.test(host.replace(/^\[[^\]]*\]$/, ""))) return null;
  const url = parseUrl(`http://${host}/`);
  if (url === null || url.port !== "") return null;
  const hostname = withoutLastDot(url.hostname);
  if (!isWildcard) return hostname;
  return /^[[\d]/.test(hostname) && /^[\d.]+$|^\[/.test(hostname) ? null : `*.${hostname}`;
}

/** @param patterns as `canonicalHost` has them */
export function hostMatcher(patterns: readonly HostPattern[]): HostMatcher {
  if (patterns.includes("*")) return () => true;
  const exact = new Set(patterns);
  const suffixes = patterns.filter((pattern) => pattern.startsWith("*.")).map((pattern) => pattern.slice(1));
  return (hostname) => {
    const host = withoutLastDot(hostname);
    return exact.has(host) || suffixes.some((suffix) => host.endsWith(suffix) && host.length > suffix.length);
  };
}

/** `example.com.` is the same host: the dot says that no search list applies. */
function withoutLastDot(hostname: string): string {
  return hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
}
