/**
 * Why a request is not answered by its target, and how it is told: the status, and one sentence that says what to do.
 * The codes are stable.
 *
 * NB: No sentence names an address or repeats what a name server said. Who asks would learn of a network that is not his.
 */
const problems = {
  "target-missing": { status: 400, detail: "Say what to fetch after the slash: /https://api.example.com/items" },
  "target-form-unknown": {
    status: 400,
    detail: "Ask for a path, as in GET /https://api.example.com/items, and not for a whole URL.",
  },
  "target-without-scheme": {
    status: 400,
    detail: "Begin the target with https:// or http://, as in /https://api.example.com/items",
  },
  "target-without-slashes": {
    status: 400,
    detail:
      "Put two slashes behind the target's scheme; something before this proxy may have merged them: use ?url= and encode the target.",
  },
  "target-scheme-refused": { status: 403, detail: "Targets of this scheme are not fetched here." },
  "target-with-userinfo": {
    status: 400,
    detail: "Leave user and password out of the target, and send an Authorization header.",
  },
  "target-malformed": {
    status: 400,
    detail: "The target is no URL that can be fetched: encode it with encodeURIComponent and use ?url=",
  },
  "target-host-refused": {
    status: 403,
    detail: "This host may not be fetched here: who runs this proxy says which may.",
  },
  "target-port-refused": {
    status: 403,
    detail: "This port may not be fetched here: who runs this proxy says which may.",
  },
  "target-address-refused": {
    status: 403,
    detail: "The target is on a private or reserved network, which is not fetched from here.",
  },

  "method-refused": { status: 405, detail: "This method is not passed on: it means something to proxies themselves." },
  "handshake-malformed": { status: 400, detail: "This is no handshake of a WebSocket that targets understand." },
  "upgrade-refused": {
    status: 501,
    detail: "Protocols are not switched here: who runs this proxy says whether it opens WebSockets.",
  },
  "worker-refused": {
    status: 403,
    detail: "No service worker is fetched here: it would be in control of the pages of all targets.",
  },
  "origin-missing": {
    status: 403,
    detail: "Only pages of some origins may use this proxy, and this request names none in its Origin header.",
  },
  "origin-refused": { status: 403, detail: "Pages of this origin may not use this proxy: who runs it says which may." },
  loop: { status: 508, detail: "This request has already come through this proxy: its target leads back here." },

  "rate-limited": { status: 429, detail: "Too many requests: wait for as many seconds as Retry-After says." },
  "too-many-at-once": { status: 429, detail: "Too many requests at once: wait until others have ended." },
  overloaded: { status: 503, detail: "This proxy has as much to do as it can: try again in a moment." },
  closing: { status: 503, detail: "This proxy is about to stop: try again in a moment." },

  "request-headers-too-many": { status: 431, detail: "The request has more headers than are passed on here." },
  "request-body-too-large": { status: 413, detail: "The request's body is longer than is passed on here." },
  "request-body-idle": { status: 408, detail: "The request's body stopped coming." },

  "target-unknown": { status: 502, detail: "No such host is known: check how the target is spelled." },
  "target-unreachable": { status: 502, detail: "The target could not be reached, or broke off before it answered." },
  "target-untrusted": { status: 502, detail: "The target has no certificate that can be trusted." },
  "web-socket-refused": { status: 502, detail: "The target answered, but opened no WebSocket: check its path." },
  "answer-malformed": { status: 502, detail: "What the target answered is not HTTP as it should be." },
  "answer-headers-too-many": { status: 502, detail: "The target answered with more headers than are passed on here." },
  "answer-body-too-large": { status: 502, detail: "The target's answer is longer than is passed on here." },
  "redirects-too-many": { status: 502, detail: "The target redirects again and again." },
  "redirect-malformed": {
    status: 502,
    detail: "The target redirects to something that is no URL that can be fetched.",
  },
  "redirect-needs-body": {
    status: 502,
    detail: "The target redirects a request whose body is too long to be sent a second time: ask for where it leads.",
  },
  "answer-late": { status: 504, detail: "The target did not answer in time." },
} as const;

export type ProblemCode = keyof typeof problems;

/** The status and the sentence of a problem. */
export function problemOf(code: ProblemCode): { readonly status: number; readonly detail: string } {
  return problems[code];
}
