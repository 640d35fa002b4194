import { isHopByHop, namedByConnection, withHyphens } from "./hop-by-hop.ts";
import { firstValue } from "./raw-headers.ts";
import type { RawHeaders } from "./raw-headers.ts";
import { remembering } from "../remembering.ts";

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

/** Headers by name, as `writeHead` takes them; a name that is there more than once has a list. */
export type HeaderRecord = Record<string, string | string[]>;

/** What of a target's header lines a client gets, with what this proxy adds to all of them. */
export function responseHeaders(status: number, headers: RawHeaders, pseudonym: string): HeaderRecord {
  const passed = passedHeaders(status, headers);
  // Always, and not for navigations alone: what a script has fetched may be shown from the browser's cache.
  add(passed, "content-security-policy", "sandbox");
  add(passed, "via", `1.1 ${pseudonym}`);
  passed["x-content-type-options"] = "nosniff";
  return passed;
}

/** What of a target's header lines a client gets. */
export function passedHeaders(status: number, headers: RawHeaders): HeaderRecord {
  const named = namedByConnection(headers);
  // No prototype: a target may name a header as it likes.
  const passed = Object.create(null) as HeaderRecord;
  for (let index = 0; index < headers.length; index += 2) {
    const { lowerName, isPassed } = nameOf(headers[index]!);
    const value = headers[index + 1]!;
    if (!isPassed || (named.length > 0 && named.includes(withHyphens(lowerName))) || unwritable.test(value)) continue;
    // A browser would follow it, past all that is judged here; with 201 it is a fact like any other.
    if (lowerName === "location" && status >= 300 && status < 400) continue;
    if (lowerName === "www-authenticate" && askingUsers.test(value)) continue;
    add(passed, lowerName, value);
  }
  return passed;
}

const nameOf = remembering((name) => {
  const lowerName = name.toLowerCase();
  return { lowerName, isPassed: canBeWritten(lowerName) && isOfThisOrigin(lowerName) };
});

function isOfThisOrigin(lowerName: string): boolean {
  const isPrefixed = notOfThisOriginPrefixes.some((prefix) => lowerName.startsWith(prefix));
  return !isHopByHop(withHyphens(lowerName)) && !notOfThisOrigin.has(lowerName) && !isPrefixed;
}

/** Whether Node would write it; where it would not, it throws. */
function canBeWritten(name: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(name);
}

/** What Node would not write in a value. */
const unwritable = /[^\t -~\u0080-\u00FF]/;

function add(headers: HeaderRecord, name: string, value: string): void {
  const there = headers[name];
  if (there === undefined) headers[name] = value;
  else headers[name] = [there, value].flat();
}

/**
 * What tells a page where an answer came from, under the names that cors-anywhere gave it.
 *
 * @param headers that it is added to
 */
export function locationHeaders(
  requested: string,
  final: string,
  redirects: readonly string[],
  headers: HeaderRecord = {},
): HeaderRecord {
  headers["x-request-url"] = requested;
  for (const [index, redirect] of redirects.entries()) headers[`x-cors-redirect-${index + 1}`] = redirect;
  headers["x-final-url"] = final;
  return headers;
}

/** Whether a status and its headers lead elsewhere: https://fetch.spec.whatwg.org/#redirect-status */
export function redirectOf(status: number, headers: RawHeaders): string | undefined {
  const isRedirect = status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
  return isRedirect ? firstValue(headers, "location") : undefined;
}
