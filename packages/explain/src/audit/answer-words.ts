import type { AnswerAuditCode } from "./audit-code.ts";
import type { AuditWords } from "./words.ts";

/** What is said of answers as a whole, of caches, and of what a policy means. */
export const answerWords: Readonly<Record<AnswerAuditCode, AuditWords>> = {
  "AUD-W1": {
    title: "Credentials are allowed beside *",
    kind: "breakage",
    message:
      "Access-Control-Allow-Credentials stands beside *, which browsers refuse to a page that includes credentials.",
    about:
      "No page can read with credentials, and none could use that: it is no hole. But somebody meant credentials to work, and the next change often is to repeat any origin.",
    remedy: "Leave Access-Control-Allow-Credentials out, or name the origins that may use credentials.",
  },
  "AUD-W3": {
    title: "A preflight allows * to those who are let in by name",
    kind: "hygiene",
    message: "{value}: whoever is let in may send any request.",
    about:
      "The origins are a list, and what their pages may send is not: one that gets onto it by a mistake may send everything. Without credentials `*` stands for all names, in today's browsers for Authorization, too, which the standard leaves out; with credentials it is a name, and the methods and headers that are meant are refused.",
    remedy: "List the methods and headers that the API has, Authorization among them.",
  },
  "AUD-W4": {
    title: "What a preflight asks for is repeated",
    kind: "hygiene",
    message: "Whatever headers and methods a preflight asks for are allowed ({value}).",
    about: "Harmless as long as the origins are right; where they are not, it opens every request.",
    remedy: "List the methods and headers that the API has.",
  },
  "AUD-V1": {
    title: "Caches are not told that the origin matters",
    kind: "cache",
    message: "The answer depends on the origin, and {value} does not say Vary: Origin.",
    about:
      "A cache keeps the answer to one origin and hands it to another, whose page cannot read it. Chromium does that to itself: an image that was loaded without CORS is given to the fetch that follows.",
    remedy:
      "Send Vary: Origin with every answer of such a URL: to origins that are refused, and without an origin, too.",
  },
  "AUD-V2": {
    title: "A cache hands one origin's answer to another",
    kind: "cache",
    message: "An answer for {value} is handed to other origins.",
    about: "A cache between does not know that the answer depends on the origin: who asks first decides who can read.",
    remedy: "Send Vary: Origin, and let the cache use it as a part of the key.",
  },
  "AUD-V3": {
    title: "The origin stands unescaped in a page that caches keep",
    kind: "cache",
    message: "The Origin header is repeated in the body as it is, in an answer that caches may keep.",
    about:
      "No browser sends markup as its origin. But whoever sends it by hand may get it into a cache, and from there to everybody.",
    remedy: "Do not print the Origin header, or escape it; and send Vary: Origin.",
  },
  "AUD-C1": {
    title: "An encoded line break in the origin splits the answer",
    kind: "hygiene",
    message: "%0d%0a in the Origin header comes back as a line break: {value}.",
    about: "No browser of today sends it. A cache between may keep what is made so.",
    remedy: "Do not decode the Origin header. Compare it, and send back your own string.",
  },
  "AUD-E1": {
    title: "Errors let in whom answers do not",
    kind: "hygiene",
    message: "On a path that is not there, {value} is let in; here it is not.",
    about:
      "Two layers set CORS headers, and one of them is open. An error holds no secret, but the layer may answer more than errors.",
    remedy: "Let one layer set CORS headers, for every status.",
  },
  "AUD-E2": {
    title: "Preflights let in whom answers do not",
    kind: "exposure",
    message: "A preflight from {value} is allowed, though the answer itself cannot be read.",
    about:
      "Any site can have requests sent that need a preflight: with any method, with JSON, with headers that protect from forgery. What they change is changed, though the page cannot read the answer.",
    remedy: "Answer preflights by the same list of origins as everything else.",
  },
  "AUD-M1": {
    title: "Access-Control-Allow-Origin is no one origin",
    kind: "breakage",
    message: "Access-Control-Allow-Origin is {value}, which no browser accepts: nobody can read the answer.",
    about: "It takes one origin, `*` or nothing: no list, no pattern, no path, no second line from another layer.",
    remedy: "Send one value: the origin that asked, if it is in your list. Where two layers set it, let one.",
  },
  "AUD-M2": {
    title: "Access-Control-Max-Age is no use",
    kind: "hygiene",
    message: "Access-Control-Max-Age is {value}: browsers take whole seconds, and no more than a day.",
    about: "Chromium remembers a preflight for two hours at most, Firefox for a day, WebKit for ten minutes.",
    remedy: "Send a number of seconds from 600 to 7200.",
  },
  "AUD-M3": {
    title: "Headers are exposed that cannot be, or should not",
    kind: "hygiene",
    message: "Access-Control-Expose-Headers is {value}.",
    about: "`*` is the name of a header where credentials are included, and Set-Cookie is never shown to a page.",
    remedy: "List the headers that pages read.",
  },
  "AUD-M4": {
    title: "Methods are allowed that no page can use",
    kind: "hygiene",
    message: "Access-Control-Allow-Methods has {value}, which no browser sends for a page.",
    about: "Browsers forbid CONNECT, TRACE and TRACK to pages.",
    remedy: "Leave them out.",
  },
  "AUD-L1": {
    title: "What is inside a private network is open to every site",
    kind: "exposure",
    message: "A private address lets in every origin ({value}): any site that somebody inside visits reads it.",
    about:
      "The firewall does not help: the browser is inside. Chromium asks for permission before a public page reaches a private address, Firefox under strict protection; WebKit does not.",
    remedy: "List the origins, ask for credentials, and check the Host header.",
  },
  "AUD-L2": {
    title: "Any Host is answered inside a private network",
    kind: "exposure",
    message: "A private address answers for the host {value}, which is not its own.",
    about:
      "A site can let its own name lead to a private address (DNS rebinding); the browser then takes both for one origin, and CORS is not asked. Who checks the Host header is not fooled.",
    remedy: "Answer the hosts that are yours, and nothing else; or serve by https.",
  },
  "AUD-I1": {
    title: "Origins are let in that the policy refuses",
    kind: "exposure",
    message: "{value}: let in here, and refused by the policy.",
    about: "The live site is held against the policy that was given as what is meant.",
    remedy: "Enforce the policy here, or change it if it is not what is meant.",
  },
  "AUD-I2": {
    title: "Origins are refused that the policy lets in",
    kind: "breakage",
    message: "{value}: refused here, and let in by the policy.",
    about: "Pages that are meant to read cannot.",
    remedy: "Enforce the policy here, or change it if it is not what is meant.",
  },
};
