import { isRedirectStatus } from "concors/protocol";
import { missingCauses, redirectCauses } from "./likely-causes.ts";
import type { Reading } from "./readings.ts";

const nothing = (): readonly never[] => [];

const ofServer =
  "Those are the server's words, not a browser's: its own list of origins, methods or headers does not have those of the request.";

/** What is no reason of CORS, but stands in consoles beside one, or instead. */
export const otherReadings: readonly Reading[] = [
  {
    pattern: /Mixed Content: |mixed active content|requested (?:an )?insecure|not allowed to run insecure content/i,
    engine: null,
    causes: () => ["MIX-01"],
  },
  {
    pattern: /Content.Security.Policy|settings blocked the loading|does not appear in the [\w-]+ directive/i,
    engine: null,
    causes: () => ["CSP-01"],
    note: "The page's Content Security Policy forbids it: the directive that it names (for fetch, connect-src) has to list the address, also where a redirect leads.",
  },
  {
    pattern: /Request mode is 'same-origin'|may not load data from|Unsafe attempt to load URL/i,
    engine: null,
    causes: () => ["CORS-S02"],
  },
  {
    pattern: /Request mode is 'no-cors' but|No-Cors mode requires follow/i,
    engine: null,
    causes: () => ["CORS-S03"],
  },
  {
    pattern:
      /URL scheme '.*?' is not supported|only supported for (?:protocol schemes|HTTP)|CORS request not |Not allowed to load local resource|may not load or link|FTP is not supported|URL can.t be shown|Module source URI is not allowed in this document|Cross-Origin Resource Sharing policy: Received an invalid response/i,
    engine: null,
    causes: ({ engine, failedChannels, first }) => {
      if (failedChannels > 0 || first !== null) return ["CORS-R07", "CORS-S01"];
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
  {
    pattern: /ERR_NAME_NOT_RESOLVED|Error resolving '|server with the specified hostname could not be found/i,
    engine: null,
    causes: () => ["NET-01"],
  },
  {
    pattern: /ERR_CONNECTION_REFUSED|: Connection refused|Could not connect to the server/i,
    engine: null,
    causes: () => ["NET-02"],
  },
  {
    pattern:
      /ERR_CONNECTION_(?:RESET|CLOSED)|ERR_EMPTY_RESPONSE|Connection reset by peer|Connection terminated unexpectedly|network connection was lost/i,
    engine: null,
    // WebKit says the same of a body that breaks off.
    causes: ({ engine }) => (engine === "chromium" ? ["NET-03"] : ["NET-03", "BODY-02"]),
  },
  { pattern: /ERR_CONNECTION_TIMED_OUT|: Connection timed out/i, engine: null, causes: () => ["NET-04"] },
  { pattern: /ERR_TIMED_OUT|: The request timed out\./i, engine: null, causes: () => ["NET-05", "NET-04"] },
  {
    pattern: /ERR_(?:HTTP2|QUIC)_PROTOCOL_ERROR/i,
    engine: "chromium",
    // With a status the answer had begun.
    causes: ({ status }) => (status === null ? ["NET-06", "BODY-02"] : ["BODY-02"]),
  },
  { pattern: /ERR_INVALID_HTTP_RESPONSE|Could not parse HTTP/i, engine: null, causes: () => ["NET-06"] },
  {
    pattern:
      /ERR_(?:ADDRESS_UNREACHABLE|INTERNET_DISCONNECTED|NETWORK_CHANGED)|Network is unreachable|No route to host|Internet connection appears to be offline/i,
    engine: null,
    causes: () => ["NET-07"],
  },
  {
    pattern: /ERR_CERT_\w+|Unacceptable TLS certificate|certificate for this server (?:is|was) invalid/i,
    engine: null,
    causes: () => ["TLS-01"],
  },
  {
    pattern: /ERR_SSL_\w+|Error performing TLS handshake|An SSL error has occurred/i,
    engine: null,
    causes: () => ["TLS-02"],
  },
  {
    pattern: /ERR_BLOCKED_BY_CLIENT|content extension|Content Blocker|content blocking is enabled/i,
    engine: null,
    causes: () => ["EXT-01"],
  },
  {
    pattern:
      /ERR_BLOCKED_BY_ORB|\(CORB\) blocked|disallowed MIME type|X-Content-Type-Options: nosniff|MIME type .{0,40}mismatch|its MIME type \(.*?\) is not|responded with a MIME type/i,
    engine: null,
    causes: () => ["ORB-01"],
  },
  {
    pattern: /ERR_(?:CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED_ENCODING)|exceeds response Body|Error in input stream/i,
    engine: null,
    causes: () => ["BODY-02"],
  },
  { pattern: /ERR_CONTENT_DECODING_FAILED|Decoding failed\./i, engine: null, causes: () => ["BODY-01"] },
  {
    pattern: /ERR_ALPN_NEGOTIATION_FAILED|ReadableStream uploading/i,
    engine: null,
    causes: () => ["CORS-S08"],
  },
  {
    pattern: /opaque Response to FetchEvent|Response served by service worker|a ServiceWorker passed/i,
    engine: null,
    causes: () => ["SW-01"],
  },
  { pattern: /queued data of 64Kb for keepalive/i, engine: "webkit", causes: () => ["CORS-S07"] },
  {
    pattern: /canvas has been tainted|Tainted canvases may not|element contains cross-origin data/i,
    engine: null,
    causes: () => ["CORS-X02"],
  },
  { pattern: /Failed to construct 'Worker': Script at/i, engine: "chromium", causes: () => ["CORS-S02"] },
  {
    pattern: /Refused to (?:frame|display) '/i,
    engine: null,
    causes: nothing,
    note: "That is not CORS: the framed page's own server says who may frame it, by X-Frame-Options or frame-ancestors.",
  },
  { pattern: /Refused to get unsafe header/i, engine: "chromium", causes: () => ["CORS-X01"] },
  {
    pattern: /downloadable font: .{0,200}cross-site access not allowed/i,
    engine: "firefox",
    causes: () => ["CORS-O01", "CORS-O02", "CORS-O03"],
  },
  {
    pattern: /Cross-origin (?:image|script|stylesheet|font) load denied/i,
    engine: "webkit",
    causes: () => ["CORS-O01", "CORS-O02", "CORS-O03"],
  },
];

/** What is said of everything: only where there is nothing else to go by. */
export const vagueReadings: readonly Reading[] = [
  {
    pattern: /CORS (?:request )?did not succeed|CORSDidNotSucceed|Reason: CORS request failed|\bCORS Failed\b/i,
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
      "CORS-R11",
    ],
  },
  {
    pattern: /Access-Control-Allow-Headers' is '\*', the 'Authorization' header is not covered/i,
    engine: "firefox",
    causes: () => ["CORS-H03"],
    note: "That is a warning: the request is allowed for now. If it fails, the reason is in another line.",
  },
  { pattern: /Fetch API cannot load \S+\.(?: |'|$)/i, engine: "webkit", causes: () => ["CORS-S02"] },
  {
    pattern: /AbortError|signal is aborted|operation was aborted|Fetch is aborted|TimeoutError|signal timed out/i,
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
      /SyntaxError.{0,80}(?:Unexpected end of (?:JSON )?input|unexpected end of data|not match the expected pattern)/i,
    engine: null,
    causes: () => ["CORS-X03"],
    note: "A page that reads JSON found nothing: the answer is opaque, or it really is empty. Look at the status in the developer tools' network panel, and at the call of fetch.",
  },
  {
    pattern: /SyntaxError.{0,80}(?:Unexpected token '?<|JSON\.parse: unexpected character|Unrecognized token '<')/i,
    engine: null,
    causes: nothing,
    note: "That is not CORS: the page could read the answer, and it is no JSON but probably an HTML page: of an error, or of a log-in that the request was redirected to.",
  },
  { pattern: /The operation is insecure/i, engine: null, causes: () => ["CORS-X02", "CORS-S02"] },
  {
    pattern: /doesn't pass access control check/i,
    engine: "chromium",
    causes: (frame) => missingCauses({ ...frame, isPreflight: true }),
    note: "That is said of every preflight that fails. The reason stands after it.",
  },
  // What Express throws where its list says no is its answer 500; Spring's is 403.
  { pattern: /Not allowed by CORS/i, engine: null, causes: () => ["CORS-P03", "CORS-O02"], note: ofServer },
  { pattern: /Invalid CORS request/i, engine: null, causes: () => ["CORS-P02", "CORS-O02"], note: ofServer },
  {
    pattern: /Refused to set unsafe header/i,
    engine: null,
    causes: nothing,
    note: "That is no reason for a failure: the header is the browser's own, and the request goes out without the page's.",
  },
  {
    pattern: /Blocked a frame with origin/i,
    engine: null,
    causes: nothing,
    note: "That is not CORS: a script reaches into a page of another origin, and no header permits it. Two pages talk by postMessage.",
  },
  {
    pattern: /net::ERR_FAILED/i,
    engine: "chromium",
    // With a status there was an answer, that the page may not read.
    causes: ({ status, url }) => {
      if (status === null) return ["CORS-O01", "SW-01", "CORS-R09"];
      if (isRedirectStatus(status)) return redirectCauses(url, null);
      return status >= 400 ? ["CORS-O02", "CORS-O03"] : ["CORS-O01", "CORS-O03", "SW-01"];
    },
    note: "That is said of every failure. The reason is in another line of the console, above or below this one; if there is none, the page's service worker answered.",
  },
  {
    pattern:
      /Failed to fetch|AxiosError|Network Error|Network request failed|0 Unknown Error|Response with status: 0|\bCORS error\b|NetworkError when attempting|\bLoad failed|A network error occurred|access control checks|Fetch API cannot load|blocked by CORS policy|Cross-Origin Request Blocked/i,
    engine: null,
    causes: nothing,
    isOfAny: true,
    note: "That is said of every failure. The reason is in another line of the console, above or below this one.",
  },
  {
    pattern: /strict-origin-when-cross-origin/i,
    engine: null,
    causes: nothing,
    note: "That is the referrer policy, which every request has, and which blocks nothing. The reason is in the console.",
  },
];
