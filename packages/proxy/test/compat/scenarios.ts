import fc from "fast-check";

/** One request, what its target answers, and how both servers are set up. */
export interface Scenario {
  /** Which of `setups`. */
  readonly setup: number;
  readonly method: string;
  /** What stands behind the proxy's own first slash. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
  /** One for each request that reaches a target; the last one for all that follow. */
  readonly answers: readonly Answer[];
}

export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** A way to fail: before the head, in a body that says its length, or in one that is no chunk. */
  readonly breaks: "nothing" | "at once" | "in the body" | "in a chunk" | null;
}

/** Options that both understand; functions are made of them by play.ts. */
export const setups = [
  {},
  {},
  { handleInitialRequest: "tell" },
  { originWhitelist: ["https://a.test"] },
  { originBlacklist: ["https://a.test"] },
  { requireHeader: ["Origin", "X-Requested-With"] },
  { removeHeaders: ["cookie", "authorization", "via"], setHeaders: { "x-set": "1" } },
  { redirectSameOrigin: true, corsMaxAge: 600 },
  { maxRedirects: 1 },
  { httpProxyOptions: { xfwd: false }, maxRedirects: 0 },
  { checkRateLimit: "a.test" },
] as const;

function oneOf<Value>(...values: readonly Value[]): fc.Arbitrary<Value> {
  return fc.constantFrom(...values);
}

const scheme = fc.oneof(
  { weight: 8, arbitrary: oneOf("", "http://", "http://", "https://") },
  {
    weight: 2,
    arbitrary: oneOf("//", "HTTP://", "http:/", "http:", "/", "ftp://", "ws://", "data:", "http%3A%2F%2F", "?url="),
  },
);
const host = fc.oneof(
  { weight: 12, arbitrary: oneOf("example.com", "example.com", "127.0.0.1", "other.example.org", "EXAMPLE.com") },
  { weight: 3, arbitrary: oneOf("robots.txt", "localhost", "favicon.ico", "iscorsneeded", "[::1]", "10.0.0.1", "") },
  {
    weight: 1,
    arbitrary: oneOf(
      "user:pass@example.com",
      "127.1",
      "0x7f.1",
      "%ff@example.com",
      "exa_mple.com",
      "nowhere.example.net",
    ),
  },
);
const port = fc.oneof(
  { weight: 8, arbitrary: oneOf("", "", ":1234", ":80") },
  { weight: 1, arbitrary: oneOf(":443", ":65536", ":", ":x", ":99", ":25", ":999999999") },
);
const path = fc.oneof(
  { weight: 8, arbitrary: oneOf("", "/", "/items", "/items?page=2&q=%20", "?q=1") },
  {
    weight: 4,
    arbitrary: oneOf(
      "//a//b",
      "/a/../b",
      "/%2e%2e/x",
      "/a%2Fb",
      "/a;b=1",
      "/a?b?c",
      "/http://example.com/x",
      "/?u=http://10.0.0.1/",
    ),
  },
  {
    weight: 1,
    arbitrary: oneOf("/#part", "/caf\u00E9", "/a|b", "/<b>", "/a\\b", "/{x}", "/it's", "/100%", "/a?x='y'", "/%"),
  },
);
const target = fc
  .tuple(scheme, host, port, path)
  .map((parts) => parts.join(""))
  .filter((text) => !/^\/?$/.test(text) || text === "");

const requestHeader = oneOf<readonly [string, string]>(
  ["Origin", "https://a.test"],
  ["Origin", "http://example.com"],
  ["Origin", "null"],
  ["X-Requested-With", "x"],
  ["Cookie", "a=b"],
  ["Authorization", "Bearer secret"],
  ["Accept", "text/html"],
  ["Accept-Encoding", "gzip"],
  ["Range", "bytes=0-1"],
  ["Referer", "https://a.test/page"],
  ["X-Custom", "1"],
  ["X-Custom", ""],
  ["If-None-Match", '"x"'],
  ["Via", "1.1 other"],
  ["X-Forwarded-For", "192.0.2.1"],
  ["X-Forwarded-Proto", "https"],
  ["Access-Control-Request-Method", "PUT"],
  ["Access-Control-Request-Headers", "x-a, x-b"],
  ["Connection", "close, X-Custom"],
  ["TE", "trailers"],
  ["Proxy-Authorization", "Basic x"],
  ["Keep-Alive", "timeout=5"],
  ["Expect", "100-continue"],
  ["Upgrade", "websocket"],
  ["Service-Worker", "script"],
);
const requestHeaders = fc.uniqueArray(requestHeader, { maxLength: 5, selector: ([name]) => name });

const answerHeader = oneOf<readonly [string, string]>(
  ["Content-Type", "text/html"],
  ["Content-Type", "application/json"],
  ["Cache-Control", "max-age=60"],
  ["ETag", '"x"'],
  ["Vary", "Accept"],
  ["X-Custom", "1"],
  ["X-Custom", "2"],
  ["Set-Cookie", "a=b"],
  ["Set-Cookie2", "a=b"],
  ["Access-Control-Allow-Origin", "https://b.test"],
  ["Access-Control-Allow-Credentials", "true"],
  ["Access-Control-Allow-Headers", "x-c"],
  ["Access-Control-Expose-Headers", "x-d"],
  ["Strict-Transport-Security", "max-age=1"],
  ["Clear-Site-Data", '"*"'],
  ["Alt-Svc", "clear"],
  ["Refresh", "0"],
  ["Content-Security-Policy", "default-src 'none'"],
  ["X-Content-Type-Options", "nosniff"],
  ["WWW-Authenticate", "Basic realm=x"],
  ["WWW-Authenticate", "Bearer"],
  ["Connection", "close, X-Custom"],
  ["X-Final-URL", "https://bank.test/"],
  ["X-Request-URL", "https://bank.test/"],
  ["Via", "1.1 cache"],
  ["Link", "</x>; rel=preload"],
);
const location = oneOf<string>(
  "/next",
  "/next",
  "http://other.example.org/next",
  "https://example.com/next",
  "//example.com/next",
  "?q=1",
  "../up",
  "http:///",
  "ftp://example.com/",
  "javascript:alert(1)",
  "http://10.0.0.1/",
  "http://user:pass@example.com/next",
  "http://example.com:80/next",
  "/next#part",
  "",
  "http://example.com:99999/",
);
const plain: fc.Arbitrary<Answer> = fc.record({
  status: oneOf(200, 200, 200, 201, 204, 304, 404, 500, 418),
  headers: fc.array(answerHeader, { maxLength: 6 }),
  body: oneOf("", "text", "<script>1</script>", "x".repeat(20_000)),
  breaks: fc.oneof(
    { weight: 12, arbitrary: oneOf<Answer["breaks"]>(null) },
    { weight: 1, arbitrary: oneOf<Answer["breaks"]>("at once", "in the body", "in a chunk", "nothing") },
  ),
});
const redirect: fc.Arbitrary<Answer> = fc.record({
  status: oneOf(301, 302, 303, 307, 308),
  headers: fc
    .tuple(location, fc.array(answerHeader, { maxLength: 2 }))
    .map(([to, more]) => [["Location", to], ...more] as const),
  body: oneOf("", "moved"),
  breaks: oneOf<Answer["breaks"]>(null),
});
const answers: fc.Arbitrary<readonly Answer[]> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(plain) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.array(redirect, { minLength: 1, maxLength: 3 }), plain).map(([all, last]) => [...all, last]),
  },
  { weight: 1, arbitrary: fc.tuple(redirect) },
);

const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    setup: fc.nat({ max: setups.length - 1 }),
    method: oneOf("GET", "GET", "GET", "HEAD", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"),
    target,
    headers: requestHeaders,
    body: oneOf("", "text", "y".repeat(30_000)),
    answers,
  })
  .map((made) => ({ ...made, body: /^(?:POST|PUT|PATCH)$/.test(made.method) ? made.body : null }));

/** The same for the same seed. */
export function generateScenarios(seed: number, count: number): readonly Scenario[] {
  return fc.sample(scenario, { seed, numRuns: count });
}
