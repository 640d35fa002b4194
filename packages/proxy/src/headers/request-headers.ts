import { isHopByHop, namedByConnection, withHyphens } from "./hop-by-hop.ts";
import type { RawHeaders } from "./raw-headers.ts";
import { remembering } from "../remembering.ts";

/** What is about the page, the browser or the way here, and not about what the page asks its target. */
const notForTargets: ReadonlySet<string> = new Set([
  // Cookies of this proxy's own host, if there are any.
  "cookie",
  "cookie2",
  // It asks as itself, not as the page: a target that trusts the page's origin trusts no proxy.
  "origin",
  "referer",
  "access-control-request-headers",
  "access-control-request-local-network",
  "access-control-request-method",
  "access-control-request-private-network",
  "upgrade-insecure-requests",
  // Who sends these could say that he is anybody.
  "client-ip",
  "forwarded",
  "true-client-ip",
  "x-client-ip",
  "x-cluster-client-ip",
  "x-real-ip",
  "x-rewrite-url",
  // And these are what platforms say of who sends a request: his address, and where he is.
  "cf-metro-code",
  "cf-postal-code",
  "cf-pseudo-ipv4",
  "cf-region",
  "cf-region-code",
  "cf-timezone",
  "cf-visitor",
  "fly-client-ip",
  "fly-region",
  "x-akamai-edgescape",
  "x-nf-client-connection-ip",
  "x-nf-geo",
  "x-originating-ip",
  "x-remote-addr",
  "x-remote-ip",
  // The connector writes these, as the target has them.
  "content-length",
  "host",
  // It was answered here.
  "expect",
  "http2-settings",
  "max-forwards",
  "service-worker",
  "via",
]);

const notForTargetsPrefixes = [
  "sec-",
  "proxy-",
  "x-forwarded-",
  "x-original-",
  "x-envoy-",
  "x-amzn-",
  "cf-connecting-",
  "cf-ip",
  "cloudfront-",
  "fastly-client-",
  "fly-forwarded-",
  "x-appengine-",
  "x-azure-",
  "x-vercel-forwarded-",
  "x-vercel-ip-",
  "x-vercel-proxied-",
];

export interface RequestHeaderRules {
  /** In lower case, with hyphens: they are for this proxy. */
  readonly secretHeaders: readonly string[];
  /** What this proxy calls itself. */
  readonly pseudonym: string;
}

/** The header lines that a target is sent, `Host` and the length of the body aside. */
export function requestHeaders(headers: RawHeaders, { secretHeaders, pseudonym }: RequestHeaderRules): string[] {
  const named = namedByConnection(headers);
  const passed: string[] = [];
  let via = "";
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index]!;
    const { hyphenated, isForTargets } = nameOf(name);
    if (hyphenated === "via") via += `${headers[index + 1]!}, `;
    if (!isForTargets || named.includes(hyphenated) || secretHeaders.includes(hyphenated)) continue;
    passed.push(name, headers[index + 1]!);
  }
  passed.push("Via", `${via}1.1 ${pseudonym}`);
  return passed;
}

const nameOf = remembering((name) => {
  const hyphenated = withHyphens(name.toLowerCase());
  const isPrefixed = notForTargetsPrefixes.some((prefix) => hyphenated.startsWith(prefix));
  return { hyphenated, isForTargets: !isHopByHop(hyphenated) && !notForTargets.has(hyphenated) && !isPrefixed };
});

/** Headers that say nothing about who asks: the only ones that go to another origin than the one they were meant for. */
const safeElsewhere: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "cache-control",
  "content-language",
  "content-type",
  "content-encoding",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "pragma",
  "range",
  "user-agent",
  "via",
]);

/** And these, which browsers add by themselves or libraries always send the same. */
const sentForAll: ReadonlySet<string> = new Set(["dnt", "priority", "save-data", "x-requested-with"]);

/** The names, in lower case, of those header lines that may say who asks, or ask for something else than others get. */
export function personalNames(headers: RawHeaders): string[] {
  const names = headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  return names.filter((lowerName) => !safeElsewhere.has(lowerName) && !sentForAll.has(lowerName));
}

/** What remains of a request's header lines when a redirect leads to another origin. */
export function headersElsewhere(headers: RawHeaders): string[] {
  return pick(headers, (lowerName) => safeElsewhere.has(lowerName));
}

/** What remains of them when a redirect makes a GET of the request: https://fetch.spec.whatwg.org/#request-body-header-name */
export function headersWithoutBody(headers: RawHeaders): string[] {
  return pick(headers, (lowerName) => !/^content-(?:encoding|language|location|type)$/.test(lowerName));
}

function pick(headers: RawHeaders, keeps: (lowerName: string) => boolean): string[] {
  const kept: string[] = [];
  for (let index = 0; index < headers.length; index += 2)
    if (keeps(headers[index]!.toLowerCase())) kept.push(headers[index]!, headers[index + 1]!);
  return kept;
}
