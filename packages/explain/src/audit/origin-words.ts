import type { OriginAuditCode } from "./audit-code.ts";
import type { AuditWords } from "./words.ts";

const exact =
  "Compare the whole origin with a list of origins, as strings: no expression, no startsWith, no endsWith, no includes.";

/** What is said of origins that are let in. */
export const originWords: Readonly<Record<OriginAuditCode, AuditWords>> = {
  "AUD-R1": {
    title: "Any origin is repeated",
    kind: "exposure",
    message: "Whatever origin asks is let in ({value}).",
    about:
      "The server sends back the origin that it is asked from. With Access-Control-Allow-Credentials, any site reads as the user who visits it; without, it is what `*` says, but worse cached. This one cause explains every other origin that is let in, so none of them is reported beside it.",
    remedy: exact,
  },
  "AUD-R2": {
    title: "An origin of any scheme is let in",
    kind: "exposure",
    message: "{value} is let in, though the same host with https is not.",
    about:
      "Only origins of https are compared, and those of another scheme pass. Pages have http origins, which anybody can have and whoever is on the network can speak for.",
    remedy: exact,
  },
  "AUD-N1": {
    title: "The origin null is let in",
    kind: "exposure",
    message: 'The origin "null" is let in.',
    about:
      "`null` is no site: a sandboxed frame has it, on any page, and so have data: URLs, files, and requests after a redirect from one site to another.",
    remedy: 'Never list "null". Serve local files over http://localhost while developing, and list that there alone.',
  },
  "AUD-P1": {
    title: "The comparison ends too early",
    kind: "exposure",
    message: "{value} is let in: what comes after the name is not looked at.",
    about:
      "The origin is compared by its beginning: startsWith, or an expression without `$`. Whoever owns a domain makes the name that is expected the beginning of one below it; or the same name is to be had with another ending.",
    remedy: exact,
  },
  "AUD-S1": {
    title: "The comparison begins too late",
    kind: "exposure",
    message: "{value} is let in: what stands before the name is not looked at.",
    about:
      "The origin is compared by its end: endsWith, or an expression without `^https://`, and without a dot before the name. Anybody can register a domain that ends so. Subdomains, and origins of http, are let in by the same comparison, and not reported beside it.",
    remedy: exact,
  },
  "AUD-S2": {
    title: "The name anywhere in an origin is enough",
    kind: "exposure",
    message: "{value} is let in: the name only has to stand somewhere in it.",
    about: "The origin is searched for a name: includes, indexOf, or an expression that is anchored at neither end.",
    remedy: exact,
  },
  "AUD-S3": {
    title: "The beginning of an allowed origin is let in",
    kind: "exposure",
    message: "{value}, the beginning of an origin that is allowed, is let in.",
    about:
      "The comparison is the wrong way round: whether what is allowed starts with, or has in it, what asks. `https://shop.co` is the beginning of `https://shop.com`.",
    remedy: exact,
  },
  "AUD-D1": {
    title: "A dot stands for any character",
    kind: "exposure",
    message: "{value} is let in, where a letter stands for a dot.",
    about:
      "The dot of an expression is not escaped, and takes any character: another domain than the one that is meant.",
    remedy: "Escape the dots, or, better, compare the whole origin with a list of strings.",
  },
  "AUD-U1": {
    title: "Every subdomain is let in",
    kind: "exposure",
    message: "{value} is let in: so is every host below that domain.",
    about:
      "One page with a hole on any host below, one forgotten name that somebody else can claim, and that page reads as the user. Cookies with SameSite do not stop it: it is the same site.",
    remedy: "List the hosts that need it. If a wildcard has to be, put it below a domain that has nothing else.",
  },
  "AUD-U2": {
    title: "Names beside it on a shared domain are let in",
    kind: "exposure",
    message: "{value} is let in, where anybody can get a name.",
    about:
      "The domain is one below which everybody gets names (it is on the public suffix list), so a wildcard there means anybody.",
    remedy: "List the origins. Never put a wildcard directly below a shared domain.",
  },
  "AUD-T1": {
    title: "Names on shared hosting are let in",
    kind: "exposure",
    message: "{value} is let in, where anybody can put a page.",
    about: "A wildcard for a hosting service lets in all of its customers.",
    remedy: "List the origins of your own, in full.",
  },
  "AUD-H1": {
    title: "An origin of http is let in",
    kind: "exposure",
    message: "{value} is let in: a page that whoever is on the network can write.",
    about:
      "The server is reached by https, and trusts pages that are not. Whoever is on the user's network answers for such a page, and reads. Strict-Transport-Security with includeSubDomains makes it harder. An address inside a private network is another one in each network.",
    remedy: "Let in origins of https alone.",
  },
  "AUD-H2": {
    title: "Pages on the user's own machine are let in",
    kind: "exposure",
    message: "{value} is let in: whatever serves a page on the user's machine.",
    about:
      "An origin for development is left in what everybody uses. Any program on the machine can serve a page there.",
    remedy: "Keep origins of localhost out of the configuration for production.",
  },
  "AUD-H3": {
    title: "Names that begin with localhost, or as an address does, are let in",
    kind: "exposure",
    message: "{value} is let in: it begins as what is near, and is somebody's domain.",
    about:
      "An expression or a startsWith for localhost, 127.0.0.1 or 192.168 has no end. Origins of localhost, and of such addresses, are let in by the same, and not reported beside it.",
    remedy: exact,
  },
  "AUD-O1": {
    title: "Any port of the host is let in",
    kind: "exposure",
    message: "{value} is let in, a port that nobody listed.",
    about: "Another service on the same host, perhaps another user's, is another origin. Its pages read too.",
    remedy: "List the port with the origin; none for https means 443.",
  },
  "AUD-X1": {
    title: "A name ends at an underscore or a hyphen",
    kind: "exposure",
    message: "{value} is let in: the comparison takes the character for the end of the name.",
    about:
      "Every browser goes to hosts with `_` and `-` in their names, and name servers know them. An expression that ends a name at any character that is no letter lets them in.",
    remedy: exact,
  },
  "AUD-X2": {
    title: "A name ends at a character that few browsers send",
    kind: "exposure",
    message: "{value} is let in: the comparison takes the character for the end of the name.",
    about:
      "Chromium and WebKit go to hosts with such characters where a proxy looks the names up; Firefox with `$` and `+`. Name servers on most systems refuse them.",
    remedy: exact,
  },
  "AUD-X3": {
    title: "A name ends at a character that no browser sends",
    kind: "hygiene",
    message: "{value} is let in. No browser sends it; the comparison is not exact.",
    about: "Scanners report it as a hole. No page of today's browsers has such an origin.",
    remedy: exact,
  },
  "AUD-X4": {
    title: "What is no origin is let in",
    kind: "hygiene",
    message: "{value} is let in. No browser sends it: it is no origin.",
    about: "The header is not read as an origin. No browser sends a user name or a path in it, so nobody can use that.",
    remedy: exact,
  },
};
