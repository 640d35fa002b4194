import type { Severity } from "../finding.ts";

/** Something that is wrong with what a server does about CORS, and the exchange that shows it. */
export interface LiveFinding {
  /** Stable; `docs/lint.md` has a row for each. */
  readonly code: LiveFindingCode;
  readonly severity: Severity;
  /** One sentence that stands alone: what the server does, and what it should do instead. */
  readonly message: string;
  readonly evidence: Evidence;
}

/** An exchange, as far as it shows something. */
export interface Evidence {
  /** What was asked: `GET https://api.example.com/ with Origin: null`. */
  readonly request: string;
  /** The line of the answer that shows it, or that there is none: `Access-Control-Allow-Origin: null`. */
  readonly header: string;
}

/** What each finding says. `{value}` is what it is about: an origin, a status, a list of names. */
export const liveFindingWords = {
  "reflects-any-origin": [
    "security",
    "Every origin is repeated beside Access-Control-Allow-Credentials: any site reads as the user who visits it. List the origins.",
  ],
  "preflight-allows-any-origin": [
    "security",
    "Preflights of every origin are allowed: any site may send the requests, even if it cannot read the answers. Answer preflights of the listed origins alone.",
  ],
  "suffix-allowed": [
    "security",
    "{value} is allowed, which anybody can register: the comparison ends too early. Compare the whole origin, to its end.",
  ],
  "prefix-allowed": [
    "security",
    "{value} is allowed, where other letters stand before the name: the comparison begins too late. Compare the whole origin, or write the dot before the name.",
  ],
  "dot-unescaped": [
    "security",
    "{value} is allowed, where a letter stands for a dot: the dot of a regular expression takes any character. Escape it.",
  ],
  "null-allowed": [
    "security",
    'The origin "null" is allowed, which any site can have by a sandboxed frame. Do not list it.',
  ],
  "http-with-credentials": [
    "security",
    "{value} is allowed beside credentials: whoever is on the user's network can speak as it. Allow https alone.",
  ],
  "public-suffix-wildcard": [
    "security",
    "{value} is allowed beside credentials, where anybody can get a name. List the origins.",
  ],
  "star-with-credentials": [
    "breaks",
    "Access-Control-Allow-Credentials stands beside *: browsers refuse that to a page that includes credentials. Name the origin.",
  ],
  "allow-origin-several": [
    "breaks",
    "Access-Control-Allow-Origin has several values ({value}), which browsers refuse: two layers set it, or it is a list. Send one.",
  ],
  "allow-origin-malformed": [
    "breaks",
    "Access-Control-Allow-Origin is {value}, which no browser sends as its origin. Write scheme, host and port, and nothing after them.",
  ],
  "credentials-malformed": [
    "breaks",
    "Access-Control-Allow-Credentials is {value}, and browsers take true alone, in lower case.",
  ],
  "star-is-a-name": ["breaks", "{value} is * beside credentials, where browsers take it for a name. List the names."],
  "errors-without-cors": [
    "breaks",
    "An error ({value}) comes without CORS headers, so a page cannot tell it from a dead network. Send them with every status.",
  ],
  "answer-without-origin": [
    "breaks",
    "Preflights are allowed, and the answer itself ({value}) has no Access-Control-Allow-Origin: no page can read it. Send it with both.",
  ],
  "redirect-without-cors": [
    "breaks",
    "A redirect ({value}) comes without CORS headers, so no page gets past it. Send them with redirects, or ask for the last URL.",
  ],
  "preflight-status": [
    "breaks",
    "A preflight is answered {value}, and browsers take 2xx alone. Answer OPTIONS with 204 before the application sees it.",
  ],
  "preflight-redirects": [
    "breaks",
    "A preflight is redirected ({value}), which no browser follows. Answer it before the redirect, or ask for the last URL.",
  ],
  "preflight-wants-authentication": [
    "breaks",
    "A preflight is answered {value}: it never carries credentials. Answer it before authentication.",
  ],
  "preflight-without-origin": [
    "breaks",
    "The answer to a preflight has no Access-Control-Allow-Origin, though the answer to GET has. Send it with both.",
  ],
  "preflight-without-credentials": [
    "breaks",
    "The answer to a preflight has no Access-Control-Allow-Credentials, though the answer to GET has. Send it with both.",
  ],
  "list-malformed": [
    "breaks",
    "{value} is no list of names, so browsers refuse the preflight. Write names and commas.",
  ],
  "vary-missing": [
    "cache",
    "The answer depends on the origin and does not say so: a cache may hand one site's to another. Send Vary: Origin.",
  ],
  "vary-missing-without-origin": [
    "cache",
    "{value} is answered without Vary: Origin: a cache may hand that to an origin that is allowed. Send it with every answer.",
  ],
  "reflects-without-credentials": [
    "odd",
    "Every origin is repeated, without credentials: that is what * says, without Vary and better cached. Write *.",
  ],
  "names-another-origin": [
    "odd",
    "An origin that is not allowed is told {value}: no browser minds. Send nothing to it.",
  ],
  "answers-differ-by-origin": [
    "odd",
    "{value} is answered with other CORS headers than the first origin that is allowed. A policy has one answer for all: this one holds what both say.",
  ],
  "names-left-out": [
    "odd",
    "{value}: these names mean nothing there to a browser, or could not be written into a configuration. They are left out.",
  ],
  "max-age-out-of-range": [
    "odd",
    "Access-Control-Max-Age is {value}: browsers take whole seconds, and no more than a day.",
  ],
} as const;

export type LiveFindingCode = keyof typeof liveFindingWords;

export function liveFinding(code: LiveFindingCode, evidence: Evidence, value = ""): LiveFinding {
  const [severity, words]: readonly [Severity, string] = liveFindingWords[code];
  return Object.freeze({ code, severity, message: words.replace("{value}", () => value), evidence });
}
