import type { Difference } from "./compare.ts";
import type { Outcome, Seen } from "./play.ts";
import type { Scenario } from "./scenarios.ts";

/** Something that is not as cors-anywhere does it, on purpose. docs/cors-anywhere.md lists them in these words. */
export interface Deviation {
  readonly here: string;
  readonly why: string;
  /** Of cors-anywhere's own tests the ones that notice. */
  readonly fails?: readonly string[];
  /** Whether it is why one thing came out differently. None: no generated request shows it. */
  readonly explains?: (difference: Difference, scenario: Scenario, theirs: Outcome, ours: Outcome) => boolean;
}

/** All of an outcome differs if the answer is another one. */
function refusedWith(status: number, text: RegExp): NonNullable<Deviation["explains"]> {
  return (_difference, { method }, _theirs, ours) =>
    ours.status === status && (method === "HEAD" || text.test(ours.body));
}

function header(name: string, { headers }: Scenario): string | undefined {
  return headers.find(([sent]) => sent.toLowerCase() === name)?.[1];
}

function answered(scenario: Scenario, name: string): boolean {
  return scenario.answers.some(({ headers }) => headers.some(([sent]) => sent.toLowerCase() === name));
}

const aboutConnections =
  /^(?:connection|keep-alive|te|proxy-authorization|expect|content-length|transfer-encoding|upgrade)$/;
const aboutOrigins =
  /^(?:strict-transport-security|clear-site-data|alt-svc|refresh|www-authenticate|access-control-allow-(?:credentials|headers)|set-cookie2?|access-control-expose-headers|content-security-policy|x-content-type-options)$/;
const aboutUrls = /^(?:x-request-url|x-final-url|x-cors-redirect-\d|location)$/;
const form = /^(?:\?url=|https?%3A)/i;

/** The order in which they are asked is that of the page. */
export const deviations: readonly Deviation[] = [
  {
    here: "Loopback, private, link-local, metadata and reserved addresses are refused (403), and ports that browsers block; wherever a redirect leads, too. `targets` says what may be reached.",
    why: "Who can call could reach what only this machine can ([CVE-2020-36851](https://nvd.nist.gov/vuln/detail/CVE-2020-36851), [#521](https://github.com/Rob--W/cors-anywhere/issues/521)).",
    explains: refusedWith(403, /^(?:The target is on a private|This port may not)/),
  },
  {
    here: "The client's cookie goes nowhere. One that `handleInitialRequest` or `setHeaders` has set is sent.",
    why: "It belongs to the proxy's own host; the help text of cors-anywhere says so as well.",
    explains: ({ place, name, ours }) => place === "target" && name === "cookie" && ours === undefined,
  },
  {
    here: "When a redirect leads to another origin, only headers that are known to be harmless go along: neither `Authorization` nor what `setHeaders` has set.",
    why: "What was meant for one server is not for whatever server it names.",
    explains: ({ place, index, ours }, _scenario, _theirs, { seen }) =>
      place === "target" &&
      ours === undefined &&
      seen.slice(0, index).some((one) => originOf(one) !== originOf(seen[index]!)),
  },
  {
    here: "`Strict-Transport-Security`, `Clear-Site-Data`, `Alt-Svc`, `Refresh`, `NEL`, `Service-Worker-Allowed`, password prompts, CORS headers and all else that is about a whole origin is not passed on from targets.",
    why: "It would be true of the proxy's own origin, and so of all targets.",
    explains: ({ place, name, ours }) =>
      place === "answer" && aboutOrigins.test(name) && (ours === undefined || name === "www-authenticate"),
  },
  {
    here: "Every answer has `Content-Security-Policy: sandbox` and `X-Content-Type-Options: nosniff`.",
    why: "A page that is opened through the proxy would have the proxy's origin, with all its storage. Scripts that fetch notice nothing.",
    explains: ({ place, name, ours = "" }) =>
      place === "answer" &&
      ((name === "content-security-policy" && ours.endsWith("sandbox")) ||
        (name === "x-content-type-options" && ours === "nosniff")),
  },
  {
    here: "What the proxy says itself is `text/plain`.",
    why: "A browser would guess, and what it says may have something of the request in it.",
    explains: ({ place, name }, _scenario, _theirs, { headers }) =>
      place === "answer" && name === "content-type" && headers["content-type"] === "text/plain; charset=utf-8",
  },
  {
    here: "`X-Request-URL` and `X-CORS-Redirect-1` to `-5` are among the exposed headers, and a target cannot set them.",
    why: "Scripts can read them then, and rely on them.",
    explains: ({ place, name }, scenario) =>
      place === "answer" &&
      (name === "access-control-expose-headers" || (name === "x-request-url" && answered(scenario, name))),
  },
  {
    here: "Headers about a connection, and those that `Connection` names, end at the proxy in both directions. Connections are used again.",
    why: "RFC 9110, 7.6.1; and it is several times faster.",
    explains: ({ place, name }, scenario) =>
      (place !== "outcome" && aboutConnections.test(name)) ||
      (name === "x-custom" && (header("connection", scenario) !== undefined || answered(scenario, "connection"))),
  },
  {
    here: "`Expect: 100-continue` is answered by the proxy alone.",
    why: "It has been answered when the request is passed on.",
    explains: (_difference, scenario, theirs) => header("expect", scenario) !== undefined && theirs.status === 400,
  },
  {
    here: "Slashes in a path stay as they were sent.",
    why: "`/a//b` and `/a/b` may be two resources.",
    explains: ({ place, name, theirs, ours }) =>
      place === "target" && name === "url" && theirs === ours?.replace(/\/\/+/g, "/"),
  },
  {
    here: "A URL is what the URL Standard makes of it, as in browsers: `..` is resolved, `127.1` is `127.0.0.1`, a fragment is not repeated. What is no URL, or has a user in it, is refused (400).",
    why: "One parser decides what is judged, connected to and sent. A browser sends nothing else.",
    explains: (difference, scenario, _theirs, ours) =>
      (ours.status === 400 && /^The target is no URL|^Leave user and password/.test(ours.body)) ||
      // No HTTP client shows the body.
      (ours.status === 400 && scenario.method === "HEAD" && /[|<{'\\\u0080-\u00FF@]|:x/.test(scenario.target)) ||
      (isAboutUrl(difference) && /\.\.|%2e|[#|<{'\\\u0080-\u00FF]|:80/.test(urlsOf(scenario))) ||
      /127\.1|0x7f|@|^data:/.test(scenario.target),
  },
  {
    here: "Two forms more name a URL: `/?url=…`, and percent-encoded behind the slash. `handleInitialRequest` gets it as any other.",
    why: 'What stands before a proxy may merge two slashes of a URL ("two slashes are needed", [#238](https://github.com/Rob--W/cors-anywhere/issues/238)).',
    explains: (_difference, { target }) => form.test(target),
  },
  {
    here: "A redirect to what is no URL that is fetched (`ftp:`, `javascript:`, a port beyond 65535, or one with a user in it) is passed on.",
    why: "There is nothing to follow, as with a `Location` that is no URL.",
    explains: (_difference, { answers }, _theirs, { status, headers }) =>
      status !== null &&
      status >= 300 &&
      status < 400 &&
      answers.some((one) => /^(?:ftp|javascript):|99999|user:/.test(one.headers[0]?.[1] ?? "")) &&
      !/PORT\/(?!http:\/\/user)/.test(headers["location"] ?? ""),
  },
  {
    here: "`HEAD` stays `HEAD` when a redirect is followed.",
    why: "Its answer has no body, so none has to be fetched.",
    explains: ({ place, index, name }, { method }) =>
      method === "HEAD" && place === "target" && index > 0 && name === "method",
  },
  {
    here: "`X-Forwarded-For`, `-Port` and `-Proto` have one entry of this proxy, however many redirects were followed.",
    why: "It is one proxy.",
    explains: ({ place, index, name }) => place === "target" && index > 0 && name.startsWith("x-forwarded-"),
  },
  {
    here: "A request that could come back to the proxy has its name in `Via`, and is refused when it does (508).",
    why: "It would go round until nothing is left.",
    explains: ({ place, name }) => place === "target" && name === "via",
  },
  {
    here: "`TRACE` is refused (405), and so are requests that want a WebSocket (501) or a service worker (403).",
    why: "The first shows a page what is kept from it, the second could not be opened, and the third would be in control of all targets' pages.",
    explains: (_difference, scenario, _theirs, { status }) =>
      (scenario.method === "TRACE" && status === 405) ||
      (header("upgrade", scenario) !== undefined && status === 501) ||
      (header("service-worker", scenario) !== undefined && status === 403),
  },
  {
    here: "An answer that breaks off is seen to break off.",
    why: "Else half of an answer, or none, could be taken for all of it.",
    fails: ["Proxy errors Content-Encoding invalid body"],
    explains: (_difference, { answers }, _theirs, { isComplete }) =>
      !isComplete && answers.some(({ breaks }) => breaks !== null),
  },
  {
    here: "If a connection breaks before anything of an answer has come, `GET` and `HEAD` are asked once more.",
    why: "Connections are used again, and a server may close one just then.",
    explains: ({ place, name }, { answers, method }) =>
      place === "outcome" &&
      name === "requests" &&
      /^(?:GET|HEAD)$/.test(method) &&
      answers.some(({ breaks }) => breaks === "at once" || breaks === "nothing"),
  },
  {
    here: "What stands behind `Not found because of proxy error: Error: ` is a sentence of this proxy's own.",
    why: "Node's own words change with its version, and name addresses. cors-anywhere's tests have them from mocks; the words behind the colon are not compared.",
    explains: ({ place, name }, _scenario, theirs, ours) =>
      place === "outcome" &&
      name === "body" &&
      [theirs.body, ours.body].every((body) => body.startsWith("Not found because of proxy error: ")),
  },
  {
    here: "A host without a scheme has to be below a top-level domain of [today's list](https://publicsuffix.org), not that of 2021.",
    why: "Some are new.",
  },
  {
    here: "Finding and connecting to a target may take 10 seconds, its answer 30 until it begins, and a silence 60; a request may have 100 headers, and 1,000 may be under way. When a client leaves, its target is left. `limits` says otherwise.",
    why: "Else nothing ends what has no end.",
  },
  {
    here: "Options that cannot work throw a `ProxyOptionsError` when the server is made: unknown names, origins that no browser sends (`https://a.example/`, `*`), a rate limit that is none. Of http-proxy's options there are `xfwd`, `secure`, `timeout` and `proxyTimeout`.",
    why: "An origin that is never met blocks nobody; a limit that cannot be read limits nobody.",
  },
  {
    here: "A function among the options that throws is told on `console.error`, and the request gets 500.",
    why: "One request would end the process.",
  },
  {
    here: "The help text is another one.",
    why: "It says what this proxy does. With `helpFile` it is any text: the tests are given cors-anywhere's.",
  },
];

function originOf({ scheme, headers }: Seen): string {
  return `${scheme}://${headers["host"]}`;
}

function isAboutUrl({ place, name }: Difference): boolean {
  return (
    (place === "answer" && aboutUrls.test(name)) ||
    (place === "target" && (name === "url" || name === "host")) ||
    (place === "outcome" && name === "body")
  );
}

function urlsOf({ target, answers }: Scenario): string {
  const locations = answers.flatMap(({ headers }) =>
    headers.filter(([name]) => name === "Location").map(([, to]) => to),
  );
  return [target, ...locations].join(" ");
}
