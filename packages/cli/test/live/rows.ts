/** What may be wrong, and where it is played on loopback: or why it is not. */
export interface LiveRow {
  readonly row: string;
  /** Names of tests, or of their rows, by the file that has them. */
  readonly played: Readonly<Record<string, readonly string[]>>;
  /** What of it is not played here. */
  readonly why?: string;
}

const causes = "live/answers.ts";
const scenes = "live/scenes.ts";
const check = "look-alikes.test.ts";
const network = "network-namespace.test.ts";
const real = "real-browser.test.ts";

/**
 * Every kind of failure that is known, and the tests that have it: those of `live/` are played by the installed browsers
 * themselves, whose consoles are read; the others by the engines against real servers. First what CORS blocks, then what
 * only looks like it.
 */
export const liveRows: readonly LiveRow[] = [
  {
    row: "Access-Control-Allow-Origin is absent",
    played: { [causes]: ["no header at all", "no header on an error is an error first"] },
  },
  {
    row: "it is another origin",
    played: {
      [causes]: ["another origin", "another port of the host", "another scheme", "a slash at the end", "capitals"],
    },
  },
  { row: "it is no origin", played: { [causes]: ["an empty value", "a pattern"] } },
  { row: "it is null, for a real origin", played: { [causes]: ["null for a real origin"] } },
  { row: "it is a list with commas", played: { [causes]: ["a list with commas"] } },
  { row: "it is a list with spaces", played: { [causes]: ["a list with spaces"] } },
  { row: "it is there twice", played: { [causes]: ["two lines of the header"] } },
  {
    row: "it is there twice, in lower case as in HTTP/2",
    played: { [causes]: ["two lines of the header, in lower case"] },
  },
  { row: "* with credentials", played: { [causes]: ["* with credentials"] } },
  {
    row: "Access-Control-Allow-Credentials is not true",
    played: { [causes]: ["no leave for credentials", "True is not true"] },
  },
  {
    row: "a preflight's status, without headers",
    played: {
      [causes]: ["a preflight that nobody handles", "a preflight that wants a log-in", "a preflight that is too much"],
    },
  },
  {
    row: "a preflight's status, with headers",
    played: {
      [causes]: [
        "a preflight that is not found, with headers",
        "a preflight that crashes",
        "a preflight that is not modified",
      ],
    },
  },
  { row: "a preflight without the header", played: { [causes]: ["a preflight without Access-Control-Allow-Origin"] } },
  { row: "a preflight for another origin", played: { [causes]: ["a preflight for another origin"] } },
  { row: "a preflight that is redirected, with headers", played: { [causes]: ["a preflight that is redirected"] } },
  {
    row: "a preflight that is redirected, without",
    played: { [causes]: ["a preflight that is redirected for a slash", "a preflight that is sent to a log-in"] },
  },
  {
    row: "a method that is not allowed",
    played: {
      [causes]: [
        "a method that is not allowed",
        "Allow is not Access-Control-Allow-Methods",
        "patch is not PATCH",
        "* of methods with credentials is a name",
      ],
    },
  },
  { row: "methods that are no list", played: { [causes]: ["methods with spaces between"] } },
  {
    row: "a header that is not allowed",
    played: { [causes]: ["a header that is not allowed", "* of headers with credentials is a name"] },
  },
  { row: "headers that are no list", played: { [causes]: ["headers with semicolons between"] } },
  { row: "a method and a header", played: { [causes]: ["a method and a header that are not allowed"] } },
  {
    row: "the preflight is right, and the answer is not",
    played: {
      [causes]: [
        "a preflight that is right, and an answer that is not",
        "a preflight that is right, and an answer that failed",
      ],
    },
  },
  {
    row: "a redirect without the header",
    played: { [causes]: ["a redirect without the header", "a redirect for a slash without it"] },
  },
  {
    row: "a redirect to a third origin",
    played: { [causes]: ["a redirect to a third origin, which allows the page's"] },
  },
  { row: "a redirect with a user and password", played: { [causes]: ["a redirect to a user and password"] } },
  {
    row: "a redirect to data: or file:",
    played: { [causes]: ["a redirect to data:"] },
    why: "file: is refused by the same rule, and would be this machine's own files.",
  },
  { row: "a redirect to another scheme", played: { [causes]: ["a redirect to foo:"] } },
  { row: "too many redirects", played: { [causes]: ["a redirect in circles"] } },
  { row: "a redirect that the page does not want", played: { [causes]: ["a redirect that the page does not want"] } },
  { row: "same-origin mode", played: { [causes]: ["same-origin mode"] } },
  {
    row: "a URL without a scheme",
    played: { [scenes]: ["a URL without its scheme"], [check]: ["writes a host without a scheme, and asks itself"] },
  },
  {
    row: "a page without an origin",
    played: {
      [causes]: ["a page without an origin"],
      [scenes]: ["a policy that takes the page's origin from it"],
      [real]: ["a sandboxed page that has a policy"],
    },
  },
  { row: "a service worker's opaque answer", played: { [scenes]: ["a service worker's opaque answer"] } },
  { row: "a header that is not exposed", played: { [causes]: ["a header that is not exposed is a note"] } },

  {
    row: "connection refused",
    played: {
      [scenes]: ["connection refused"],
      [check]: [
        "a server on ::1 is not at 127.0.0.1",
        "nothing at either address of localhost is a server that is not running",
      ],
      [network]: ["a name with an address of each family, and nothing at either"],
    },
  },
  {
    row: "DNS",
    played: { [scenes]: ["a name that has no address"], [network]: ["a name that DNS does not know"] },
    why: "Firefox and WebKit would ask this machine's name server.",
  },
  {
    row: "TLS",
    played: {
      [scenes]: [
        "a certificate that nobody vouches for",
        "https to a port that speaks http",
        "http to a port that speaks https",
      ],
      [check]: ["that has expired", "for another name", "http to a port that speaks https, and says so with 400"],
    },
  },
  {
    row: "reset, or an empty reply",
    played: {
      [scenes]: ["a connection that is reset", "an empty reply"],
      [check]: ["drops OPTIONS and lets GET pass: a firewall"],
      [network]: ["an address that swallows everything does not answer in time"],
    },
  },
  {
    row: "mixed content",
    played: {
      [scenes]: ["mixed content"],
      [check]: ["as it stands, mixed content counts on this machine: WebKit"],
      [real]: ["mixed content of loopback, which is one to it alone"],
    },
  },
  {
    row: "the page's policy",
    played: {
      [scenes]: ["a policy of the page", "a policy in the page"],
      [check]: ["has a policy that does not list where a redirect leads", "is asked for the policy that it has %s"],
    },
  },
  {
    row: "an ad blocker",
    played: { [scenes]: ["an extension, or a content blocker"] },
    why: "A check cannot see the extensions of somebody's browser, and --real has a profile without any.",
  },
  {
    row: "a host that is asked by https only",
    played: {
      [scenes]: [
        "a host that is asked by https only: the origin is null",
        "a host that is asked by https only: nothing is sent",
      ],
      [check]: [
        "kills a preflight in Chromium with nothing on the wire, and works elsewhere",
        "makes the origin null in Chromium",
      ],
    },
    why: "Firefox takes no certificate of ours for such a host, and WebKit, private, remembers none.",
  },
  {
    row: "http to https, or a slash",
    played: { [causes]: ["a redirect from http to https", "a redirect for a slash without it"] },
  },
  {
    row: "a redirect to a log-in",
    played: {
      [causes]: ["a redirect to a log-in without it"],
      [check]: ["redirects to a log-in that allows everyone: the answer is HTML"],
    },
  },
  { row: "401 to OPTIONS", played: { [causes]: ["a preflight that wants a log-in"] } },
  {
    row: "a page of a firewall or a CDN",
    played: { [causes]: ["a preflight that is too much", "a preflight that crashes"] },
  },
  {
    row: "Local Network Access",
    played: { [scenes]: ["a private address, and no permission"] },
    why: "Firefox asks a person, where its strict protection is on; WebKit has none.",
  },
  {
    row: "CORP, COEP",
    played: { [scenes]: ["a policy of the resource"], [check]: ["a style sheet of another site says so with CORP"] },
  },
  {
    row: "ORB",
    played: { [scenes]: ["a script that is JSON, and nosniff"], [check]: ["an img of JSON is withheld"] },
    why: "Chromium prints nothing of it.",
  },
  {
    row: "a body that cannot be read",
    played: {
      [scenes]: ["a body that is not gzip", "a body that breaks off"],
      [check]: ["that is not gzip is read by WebKit alone", "that breaks off"],
      [real]: ["a body that is not gzip, in the one that does not mind"],
    },
  },
  {
    row: "what is not HTTP",
    played: { [scenes]: ["a status line that is none"], [check]: ["a status line that is none", "a greeting"] },
    why: "Firefox takes it for HTTP/0.9, and says that the header is missing.",
  },
  { row: "an unsafe port", played: { [scenes]: ["a port of another protocol"] }, why: "Firefox prints nothing of it." },
  {
    row: "abort, timeout",
    played: { [scenes]: ["a request that the page gave up", "a request that the page did not wait for any longer"] },
  },
  {
    row: "no-cors, and then JSON",
    played: { [scenes]: ["no-cors, and then JSON"], [check]: ["a fetch with no-cors whose answer is read"] },
  },
  {
    row: "HTML instead of JSON",
    played: {
      [scenes]: ["HTML instead of JSON"],
      [check]: ["redirects to a log-in that allows everyone: the answer is HTML"],
    },
  },
  {
    row: "what no request can be",
    played: { [scenes]: ["a user and password in the URL", "a method that no page can use"] },
    why: "The browsers' other TypeErrors are played from recordings: packages/explain/test/console.",
  },
  {
    row: "cookies that are not sent",
    played: { "live/look-alikes.test.ts": ["a cookie of another site is not sent, and that is not CORS"] },
  },
  {
    row: "workers, beacons",
    played: { [check]: ["a beacon of text needs no leave"] },
    why: "A worker asks as its page does, and its console is another; a beacon tells nobody what became of it.",
  },
  { row: "localhost is not 127.0.0.1", played: { [causes]: ["127.0.0.1 is not localhost"] } },
  {
    row: "an extension, or a proxy, that adds headers",
    played: { "live/look-alikes.test.ts": ["an extension that allows everyone helps its own user"] },
    why: "WebKitGTK has no extensions; a proxy would do the same.",
  },
];
