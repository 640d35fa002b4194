import { remembering } from "../remembering.ts";
import { isHopByHop, namedByConnection, withHyphens } from "./hop-by-hop.ts";
import { firstValue } from "./raw-headers.ts";
import type { RawHeaders } from "./raw-headers.ts";

/**
 * What would be true of this proxy's own origin, and so of all other targets: it was meant for the target's. Cookies, what
 * browsers remember of an origin, whom they report to, whom they switch to, and whose pages they let read.
 */
const notOfThisOrigin: ReadonlySet<string> = new Set([
  "accept-ch",
  "activate-storage-access",
  "alt-svc",
  "alt-used",
  "authentication-info",
  "clear-site-data",
  "content-security-policy-report-only",
  "critical-ch",
  "expect-ct",
  "expect-staple",
  "integrity-policy-report-only",
  "nel",
  "no-vary-search",
  "observe-browsing-topics",
  "origin-agent-cluster",
  "origin-trial",
  "p3p",
  "public-key-pins",
  "public-key-pins-report-only",
  "refresh",
  "report-to",
  "reporting-endpoints",
  "secure-session-challenge",
  "secure-session-registration",
  "service-worker-allowed",
  "set-cookie",
  "set-cookie2",
  "set-login",
  "speculation-rules",
  "strict-transport-security",
  "supports-loading-mode",
  "timing-allow-origin",
  "use-as-dictionary",
  // Those of this proxy stand in their place.
  "x-content-type-options",
  "x-final-url",
  "x-request-url",
]);

const notOfThisOriginPrefixes = [
  "access-control-",
  "ad-auction-",
  "attribution-reporting-",
  "sec-session-",
  "shared-storage-",
  "x-cors-redirect-",
];

/** Challenges at which a browser asks its user for a password, which it then sends along to every target. */
const askingUsers = /(?:^|[\s,])(?:basic|digest|negotiate|ntlm)(?:$|[\s,])/i;

/** What of a target's header lines a client gets, names in lower case, with what this proxy adds to all of them. */
export function responseHeaders(status: number, headers: RawHeaders, pseudonym: string): string[] {
  const passed = passedHeaders(status, headers);
  // Always, and not for navigations alone: what a script has fetched may be shown from the browser's cache.
  passed.push("content-security-policy", "sandbox", "via", `1.1 ${pseudonym}`, "x-content-type-options", "nosniff");
  return passed;
}

/** What of a target's header lines a client gets, names in lower case. */
export function passedHeaders(status: number, headers: RawHeaders): string[] {
  const named = namedByConnection(headers);
  const passed: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    const { lowerName, hyphenated, isPassed } = nameOf(headers[index]!);
    const value = headers[index + 1]!;
    if (!isPassed || named.includes(hyphenated) || unwritable.test(value)) continue;
    // A browser would follow it, past all that is judged here; with 201 it is a fact like any other.
    if (lowerName === "location" && status >= 300 && status < 400) continue;
    if (lowerName === "www-authenticate" && askingUsers.test(value)) continue;
    passed.push(lowerName, value);
  }
  return passed;
}

const nameOf = remembering((name) => {
  const lowerName = name.toLowerCase();
  const hyphenated = withHyphens(lowerName);
  const isPassed = canBeWritten(lowerName) && !isHopByHop(hyphenated) && isOfThisOrigin(lowerName);
  return { lowerName, hyphenated, isPassed };
});

function isOfThisOrigin(lowerName: string): boolean {
  return !notOfThisOrigin.has(lowerName) && !notOfThisOriginPrefixes.some((prefix) => lowerName.startsWith(prefix));
}

/** Whether Node would write it; where it would not, it throws. */
function canBeWritten(name: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(name);
}

/** What Node would not write in a value. */
const unwritable = /[^\t -~\u0080-\u00FF]/;

/**
 * What tells a page where an answer came from, under the names that cors-anywhere gave it.
 *
 * @param lines that it is added to
 */
export function locationHeaders(
  requested: string,
  final: string,
  redirects: readonly string[],
  lines: string[] = [],
): string[] {
  lines.push("x-request-url", requested);
  for (let index = 0; index < redirects.length; index++) lines.push(`x-cors-redirect-${index + 1}`, redirects[index]!);
  lines.push("x-final-url", final);
  return lines;
}

/**
 * Header lines with more of them, in place of what a target says under the same names.
 *
 * @param headers names in lower case
 */
export function withMore(headers: string[], more: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(more);
  if (names.length === 0) return headers;
  const lowerNames = names.map((name) => name.toLowerCase());
  const lines = names.flatMap((name) => [name, more[name]!]);
  for (let index = 0; index < headers.length; index += 2)
    if (!lowerNames.includes(headers[index]!)) lines.push(headers[index]!, headers[index + 1]!);
  return lines;
}

/** Whether a status and its headers lead elsewhere: https://fetch.spec.whatwg.org/#redirect-status */
export function redirectOf(status: number, headers: RawHeaders): string | undefined {
  const isRedirect = status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
  return isRedirect ? firstValue(headers, "location") : undefined;
}
