import type { Reading } from "./readings.ts";

const nothing = (): readonly never[] => [];

/** What is no reason of CORS, but stands in consoles beside one, or instead. */
export const otherReadings: readonly Reading[] = [
  {
    pattern: /Mixed Content: |mixed active content|requested insecure content from/i,
    engine: null,
    causes: () => ["MIX-01"],
  },
  {
    pattern: /Content.Security.Policy/i,
    engine: null,
    causes: nothing,
    note: "The page's Content Security Policy forbids it: connect-src has to name the address, also where a redirect leads.",
  },
  { pattern: /Request mode is 'same-origin'|may not load data from/i, engine: null, causes: () => ["CORS-S02"] },
  {
    pattern: /Request mode is 'no-cors' but|No-Cors mode requires follow/i,
    engine: null,
    causes: () => ["CORS-S03"],
  },
  {
    pattern:
      /URL scheme '.*?' is not supported|only supported for (?:protocol schemes|HTTP)|CORS request not |Not allowed to load local resource|may not load or link/i,
    engine: null,
    causes: ({ engine, failedChannels }) => {
      if (failedChannels > 0) return ["CORS-R07", "CORS-S01"];
      // Firefox has the same words for where a redirect leads.
      return engine === "firefox" || engine === null ? ["CORS-S01", "CORS-R07"] : ["CORS-S01"];
    },
  },
  { pattern: /ERR_UNSAFE_PORT|restricted network port/i, engine: null, causes: () => ["CORS-S04"] },
  { pattern: /ERR_CACHE_MISS/i, engine: "chromium", causes: () => ["CORS-S05"] },
  { pattern: /ERR_UNSAFE_REDIRECT/i, engine: "chromium", causes: () => ["CORS-R07"] },
  { pattern: /ERR_TOO_MANY_REDIRECTS/i, engine: "chromium", causes: () => ["CORS-R08"] },
  { pattern: /ERR_INVALID_REDIRECT/i, engine: "chromium", causes: () => ["CORS-R11"] },
  {
    pattern: /ERR_BLOCKED_BY_RESPONSE\.NotSameOriginAfterDefaultedToSameOriginByCoep/i,
    engine: "chromium",
    causes: () => ["CORP-03"],
  },
  { pattern: /ERR_BLOCKED_BY_RESPONSE\.NotSameSite/i, engine: "chromium", causes: () => ["CORP-02"] },
  { pattern: /ERR_BLOCKED_BY_RESPONSE/i, engine: "chromium", causes: () => ["CORP-01", "CORP-03"] },
  {
    pattern: /Cross-Origin-Resource-Policy/i,
    engine: null,
    causes: () => ["CORP-01", "CORP-02", "CORP-03"],
  },
  { pattern: /ERR_NAME_NOT_RESOLVED|Error resolving '/i, engine: null, causes: () => ["NET-01"] },
  { pattern: /ERR_CONNECTION_REFUSED|: Connection refused/i, engine: null, causes: () => ["NET-02"] },
  {
    pattern:
      /ERR_CONNECTION_(?:RESET|CLOSED)|ERR_EMPTY_RESPONSE|Connection reset by peer|Connection terminated unexpectedly/i,
    engine: null,
    causes: () => ["NET-03"],
  },
  { pattern: /ERR_CONNECTION_TIMED_OUT|: Connection timed out/i, engine: null, causes: () => ["NET-04"] },
  { pattern: /ERR_TIMED_OUT/i, engine: "chromium", causes: () => ["NET-05", "NET-04"] },
  { pattern: /ERR_INVALID_HTTP_RESPONSE|Could not parse HTTP/i, engine: null, causes: () => ["NET-06"] },
  {
    pattern:
      /ERR_(?:ADDRESS_UNREACHABLE|INTERNET_DISCONNECTED|NETWORK_CHANGED)|Network is unreachable|No route to host/i,
    engine: null,
    causes: () => ["NET-07"],
  },
  { pattern: /ERR_CERT_\w+|Unacceptable TLS certificate/i, engine: null, causes: () => ["TLS-01"] },
  { pattern: /ERR_SSL_\w+|Error performing TLS handshake/i, engine: null, causes: () => ["TLS-02"] },
  {
    pattern: /ERR_BLOCKED_BY_CLIENT|content extension|Content Blocker/i,
    engine: null,
    causes: nothing,
    note: "An extension of the browser, such as an ad blocker, does not let it out: nothing was sent.",
  },
  {
    pattern: /ERR_BLOCKED_BY_ORB|X-Content-Type-Options: nosniff|MIME type .{0,40}mismatch/i,
    engine: null,
    causes: nothing,
    note: "The answer is not of the type that the element needs: its Content-Type decides, not CORS.",
  },
  {
    pattern:
      /ERR_(?:CONTENT_LENGTH_MISMATCH|CONTENT_DECODING_FAILED|INCOMPLETE_CHUNKED_ENCODING|ALPN_NEGOTIATION_FAILED)/i,
    engine: "chromium",
    causes: nothing,
    note: "The headers let the page read it: it is the body that cannot be carried.",
  },
  {
    pattern: /opaque Response|service worker is opaque/i,
    engine: null,
    causes: nothing,
    note: "A service worker of the page answers with an opaque response: it has to fetch with mode cors.",
  },
  {
    pattern: /queued data of 64Kb for keepalive/i,
    engine: "webkit",
    causes: nothing,
    note: "keepalive carries 64 KiB at most: a shorter body, or no keepalive.",
  },
  {
    pattern: /canvas has been tainted|insecure\.? .{0,20}canvas/i,
    engine: null,
    causes: nothing,
    note: "The image was loaded without CORS: crossorigin on the element, and Access-Control-Allow-Origin on the answer.",
  },
  {
    pattern: /Refused to get unsafe header '(\S+?)'/i,
    engine: "chromium",
    causes: nothing,
    note: "The answer may be read, but this header of it may not: Access-Control-Expose-Headers has to name it.",
  },
];

/** What is said of everything: only where there is nothing else to go by. */
export const vagueReadings: readonly Reading[] = [
  {
    pattern: /CORS request did not succeed/i,
    engine: "firefox",
    causes: ({ url }) => [
      "NET-02",
      "NET-01",
      ...(url?.startsWith("http:") === true ? [] : (["TLS-01", "TLS-02"] as const)),
      "NET-03",
      "NET-04",
      ...(url?.startsWith("http:") === true ? (["TLS-01"] as const) : []),
      "CORS-R07",
      "CORS-R06",
      "CORS-R08",
    ],
  },
  {
    pattern: /Cross-origin script load denied/i,
    engine: "webkit",
    causes: () => ["CORS-O01", "CORS-O02", "CORS-O03"],
  },
  { pattern: /Fetch API cannot load \S+\.(?: |'|$)/i, engine: "webkit", causes: () => ["CORS-S02"] },
  {
    pattern: /AbortError|signal is aborted|operation was aborted|Fetch is aborted/i,
    engine: null,
    causes: () => ["NET-08"],
  },
  {
    pattern:
      /Failed to execute 'fetch'|Window\.fetch: |HTTP method is unsupported|Method is forbidden|contains? user credentials|no-cors mode\./i,
    engine: null,
    causes: () => ["CORS-S06"],
  },
  {
    pattern:
      /Failed to fetch|NetworkError when attempting|Load failed|ERR_FAILED|A network error occurred|access control checks|Fetch API cannot load|blocked by CORS policy|Cross-Origin Request Blocked/i,
    engine: null,
    causes: nothing,
    note: "That is said of every failure. The reason is in another line of the console, above or below this one.",
  },
];
