/**
 * What each issue says: after where it is and what stands there, before what to write instead, which `{fix}` moves to
 * the middle. The codes are stable; one that is given up is not used again. `docs/issues.md` is made from this.
 */
export const issueWords = {
  "policy-not-an-object": "is not a policy; a policy is an object, and there is no default one",
  "key-unknown": "is not a key that is known here; did you mean {fix}?",
  "key-unrecognized": "is not a key that is known here",
  "flag-not-boolean": "is neither true nor false",
  "list-not-an-array": 'is neither a list nor "*"',
  "star-among-others": "stands for all, so nothing else can be beside it; as the only value it is not in a list",
  "listed-twice": "is already listed",

  "origins-missing": 'names no origin; a policy has no default, so name those that may read, or "*" for all',
  "origins-not-a-list": 'is neither a list of origins, nor "*", nor an object with a function `allows`',
  "origin-not-a-string": 'is not a string; patterns are written "https://*.example.com"',
  "origin-empty": "is no origin, perhaps a variable that is not set",
  "origin-null": "is the origin of every sandboxed frame, which any site can make: dangerously.exposeToSandboxedPages",
  "origin-several": "holds more than one origin; each has its own place in the list",
  "origin-with-whitespace": "has whitespace, which no origin has",
  "origin-without-scheme": "has no scheme; an origin begins with one",
  "origin-scheme-invalid": "has no scheme that a browser could send",
  "origin-of-file": 'is no origin; a page from a file has the origin "null", or none',
  "origin-with-trailing-slash": "has a trailing slash; an origin has no path",
  "origin-with-path": "goes on after the host and port, where an origin ends",
  "origin-with-userinfo": "has a user name, which no origin has",
  "origin-with-uppercase": "has uppercase letters; browsers send origins in lower case, and bytes are compared",
  "origin-not-ascii": "is not ASCII; browsers send the Punycode of a name",
  "origin-with-default-port": "spells out the port that its scheme has anyway; browsers leave it out",
  "origin-port-invalid": "has no port that a browser could send: 1 to 65535, without zeros before it, or * for any",
  "origin-address-not-canonical": "is not how browsers write that IP address",
  "origin-host-invalid": "has no host that a browser could send",
  "origin-wildcard-misplaced": "has a * elsewhere than before the first dot of the host or as the port",
  "origin-wildcard-before-address": "has a * before an IP address, which has no subdomains",

  "credentials-for-any-origin": "beside credentials would let every site read its visitors' data; name the origins",
  "credentials-over-http":
    "beside credentials lets whoever is on a user's network read that user's data: use https, or dangerously.exposeToNetworkAttackers",
  "credentials-under-public-suffix":
    "beside credentials lets anybody with a name there read users' data: be more specific, or dangerously.exposeToPublicSuffixNeighbors",
  "credentials-with-any-exposed-header":
    "is a header's name to browsers when credentials are included; name the headers that pages may read",
  "danger-not-needed": "allows nothing here that would not be allowed without it",

  "method-not-a-token": "is no HTTP method",
  "method-forbidden": "is a method that no browser lets a page use",
  "method-not-normalized": "never arrives: browsers write this method in upper case",
  "method-in-lowercase": "allows just that spelling; methods are case-sensitive, and browsers leave this one as it is",

  "header-not-a-token": "is no header name",
  "header-forbidden": "is a header that browsers keep from pages",
  "header-of-the-other-side": "is a header of the CORS protocol itself, and travels in the other direction",
  "authorization-not-covered": "does not cover Authorization, which has to be named",

  "max-age-not-a-number": "is not a number of seconds",
  "max-age-not-whole": "is not a whole number of seconds",
  "max-age-negative": "is negative; use {fix} to turn preflight caching off",
  "max-age-too-long": "is longer than any browser remembers a preflight; a day is the most",

  "allows-not-a-function": "is not a function that says whether an origin is allowed",
  "on-error-not-a-function": "is not a function that is told of errors",
  "limit-out-of-range": "is no limit: a number from 0 on, without a fraction where things are counted",

  "routes-not-a-list": "is not a list of routes: [[pattern, policy], …]",
  "route-malformed": "is not a route: [pattern, policy] or [pattern, policy, { methods }]",
  "route-pattern-invalid":
    "is no pattern: / and segments, each a text, a :name for any one, or, as the last, a * for all that follows",
  "route-shadowed": "is never asked: an earlier route takes all of its requests",
  "route-overlapping":
    "shares some requests with an earlier route, and neither is a part of the other; put the more specific one first",
} as const;

/** What is wrong, for programs. Stable. */
export type IssueCode = keyof typeof issueWords;
