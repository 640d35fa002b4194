import type { LookAlikeCauseCode } from "../cause-code.ts";
import type { Evidence } from "../evidence.ts";
import { blockingDirective } from "../look-alikes/content-security-policy.ts";
import type { Message } from "../message.ts";
import { redactUrl } from "../redact.ts";
import { otherStep, redirectStep } from "../spec-step.ts";
import { hostOf, pathOf, requestWords, shortUrl } from "../words.ts";

const nothingSent = (): string => "nothing was sent";

/** " (connect-src 'self')", as far as a sentence can hold it; nothing if the policy is not known. */
function directiveWords({ facts, failure, exchanges }: Evidence): string {
  const { policy } = facts;
  const url = failure.actual ?? "";
  if (policy === undefined || !URL.canParse(url)) return "";
  const directive = blockingDirective(policy, policy.directive, new URL(url), exchanges.length > 0 ? 1 : 0);
  if (directive === null) return "";
  const text = [directive.name, ...directive.sources].join(" ");
  return ` (${text.length > 100 ? `${text.slice(0, 99)}…` : text})`;
}

const literal = ({ facts }: Evidence): string => JSON.stringify(redactUrl(facts.urlLiteral?.text ?? ""));
const meant = ({ facts }: Evidence): string => redactUrl(facts.urlLiteral?.meant ?? "the whole URL");

export const lookAlikeMessages: Record<LookAlikeCauseCode, Message> = {
  "URL-01": {
    title: "A URL without its scheme",
    summary: (evidence) =>
      `${literal(evidence)} has no scheme, so the page asks its own server for ${pathOf(evidence.failure.actual ?? "")}: write ${meant(evidence)}.`,
    wanted: nothingSent,
    step: otherStep.urlParser,
    about:
      "A URL that does not begin with a scheme is a path of the page's own server, and a page says nothing about it: `127.0.0.1:3000/items` and `api.example.com/items` are names of files there. What comes back is that server's 404, or its start page.",
    server: "Nothing.",
    client: "Write the URL with `https://` or `http://`.",
  },
  "URL-02": {
    title: "A URL with one slash",
    summary: (evidence) =>
      `${literal(evidence)} has one slash after its scheme, so a page of the same scheme asks its own server for ${pathOf(evidence.failure.actual ?? "")}: write ${meant(evidence)}.`,
    wanted: nothingSent,
    step: otherStep.urlParser,
    about:
      "`https:/api.example.com` is `https://api.example.com/` for a page of http, and a path of the page's own server for one of https.",
    server: "Nothing.",
    client: "Write the URL with both slashes.",
  },
  "CSP-01": {
    title: "The page's Content-Security-Policy",
    summary: (evidence) => {
      const { exchanges, failure, request } = evidence;
      const where = exchanges.length > 0 ? `is redirected to ${shortUrl(failure.actual ?? "")}, which` : "";
      return `The page's own Content-Security-Policy${directiveWords(evidence)} blocks the request: ${shortUrl(request.url)} ${where === "" ? "is" : `${where} is`} not in it.`;
    },
    wanted: nothingSent,
    step: otherStep.securityPolicy,
    about:
      "The page is served with a `Content-Security-Policy` that says what it may connect to, and this URL, or one that it redirects to, is not there. The server that is called has no part in it.",
    server: "Nothing on the server that is called: the one that serves the page sends the policy.",
    client:
      "Add the origin to `connect-src` of the page's policy, or to the directive that is about what asks, `img-src` for one (the redirect's target as well).",
  },
  "HSTS-01": {
    title: "The browser asks by https instead",
    summary: (evidence) =>
      evidence.exchange?.kind === "preflight" && evidence.exchange.hop === 0
        ? `Browsers ask ${hostOf(evidence.request.url)} by https only (Strict-Transport-Security), and Chromium takes that for a redirect of the preflight, which it does not follow: call the https URL.`
        : `Browsers ask ${hostOf(evidence.request.url)} by https only (Strict-Transport-Security), and Chromium takes that for a redirect from another origin, so it sends Origin: null: call the https URL.`,
    wanted: () => "no server sent this: the browser did",
    step: redirectStep.origin,
    about:
      "A browser that knows a host by `Strict-Transport-Security`, or by the list that it is shipped with (all of `.dev` and `.app`), asks for https whatever the page says. In Chromium that is a redirect within the browser: a preflight dies of it with nothing on the wire, and any other request arrives with `Origin: null`. Firefox keeps the page's origin.",
    server: "Nothing: sending Strict-Transport-Security is right. Do not allow null.",
    client: "Call the https URL.",
  },
  "EXT-01": {
    title: "An extension blocked it",
    summary: ({ request }) =>
      `Something in the browser itself, an ad blocker most likely, kept ${shortUrl(request.url)} from being asked.`,
    wanted: nothingSent,
    step: null,
    about:
      "Extensions block by lists of URLs: `/ads/`, `track`, `analytics`, hosts of known companies. The console says `net::ERR_BLOCKED_BY_CLIENT`, and only those who have the extension see it.",
    server: "Choose a path and a host that no list has.",
    client: "Try it in a window without extensions.",
  },
  "SW-01": {
    title: "The service worker's answer",
    summary: ({ failure, request }) =>
      `The page's service worker answers ${shortUrl(request.url)} with ${failure.actual === "error" ? "an error" : `a response of type "${failure.actual ?? "opaque"}"`}, which a request of mode "${request.mode}" does not take.`,
    wanted: nothingSent,
    step: otherStep.serviceWorker,
    about:
      "A service worker may answer in the server's place, with what it fetched itself or has in a cache. What it fetched with mode `no-cors` is opaque, and a request of mode `cors` does not take it: often a cache was filled with `cache.add` of requests without CORS. Chromium's console has a bare `net::ERR_FAILED`.",
    server: "Nothing, if it allows the page: the worker has to ask for it with CORS.",
    client:
      "In the worker, fetch the request itself (`fetch(event.request)`), and put into the cache only what is not opaque. DevTools' Bypass for network shows whether it is the worker.",
  },
  "ORB-01": {
    title: "Data for an element",
    summary: (evidence) =>
      `${requestWords(evidence)} answers ${evidence.failure.actual || "no type"}, which ${elementName(evidence)} cannot use${withheldWords(evidence)}.`,
    wanted: (evidence) => `must be what ${elementName(evidence)} takes`,
    step: otherStep.opaqueResponseBlocking,
    about:
      "`<img>` and `<script>` may ask any server, with cookies, so browsers look at what comes: HTML, JSON and XML are withheld (Opaque Response Blocking), and with `X-Content-Type-Options: nosniff` all that has the wrong type. Often it is an error page, or a log-in.",
    server: "Send the right Content-Type, and the resource instead of an error page.",
    client: "Look at the URL in a tab; fetch data with `fetch` and CORS.",
  },
  "BODY-01": {
    title: "The body cannot be decoded",
    summary: (evidence) =>
      `The headers let the page read the answer to ${requestWords(evidence)}, but its body is not what Content-Encoding says: ${evidence.failure.actual ?? "it cannot be decoded"}.`,
    wanted: () => "must be what the body is coded in",
    step: null,
    inconclusive: true,
    about:
      "`Content-Encoding: gzip` on a body that is not gzip, or compressed twice. `fetch` resolves, and reading the body fails with the same bare error as CORS; WebKit shows what it got.",
    server: "Compress in one place: the application or the server before it.",
    client: "Nothing.",
  },
  "BODY-02": {
    title: "The body breaks off",
    summary: (evidence) =>
      `The headers let the page read the answer to ${requestWords(evidence)}, but its body breaks off: ${evidence.failure.actual ?? "the connection was closed"}.`,
    wanted: () => "the headers are right; the body is not whole",
    step: null,
    inconclusive: true,
    about:
      "`Content-Length` says more than the server sends, or the connection is closed in the middle: a crash, a time limit of a proxy. `fetch` resolves, and reading the body fails with the same bare error as CORS.",
    server: "Look at the server's log, and at the time limits of what stands before it.",
    client: "Nothing.",
  },
};

/** What browsers make of that. */
function withheldWords({ failure }: Evidence): string {
  switch (failure.code) {
    case "nosniff":
      return ", and X-Content-Type-Options: nosniff has browsers take it at its word";
    case "opaque-response-blocked":
      return ", and browsers keep such an answer from a page that asked without CORS";
    default:
      return "";
  }
}

function elementName({ facts, request }: Evidence): string {
  switch (facts.destination ?? request.initiator) {
    case "img":
    case "canvas":
      return "an image";
    case "style":
      return "a style sheet";
    case "worker":
      return "a worker";
    default:
      return "a script";
  }
}
