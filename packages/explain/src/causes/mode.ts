import type { ModeCauseCode } from "../cause-code.ts";
import type { Message } from "../message.ts";
import { isLoopbackName } from "../origin-difference.ts";
import { otherStep } from "../spec-step.ts";
import { hostOf, shortUrl } from "../words.ts";

const isLoopbackUrl = (href: string): boolean => URL.canParse(href) && isLoopbackName(new URL(href).hostname);
const nothingSent = (): string => "nothing was sent";

export const modeMessages: Record<ModeCauseCode, Message> = {
  "CORS-S01": {
    title: "The scheme is not http or https",
    summary: ({ request }) => `A page can fetch http and https URLs of other origins, and ${request.url} is neither.`,
    wanted: nothingSent,
    step: otherStep.mainFetch,
    about:
      "`localhost:3000/items` without `http://` is read as a URL whose scheme is `localhost:`. `file:`, `ftp:` and schemes of apps cannot be fetched across origins. A page that was opened as a file is of no origin, so the modules and the data beside it are across origins, too.",
    server: "Nothing.",
    client:
      "Write the URL with `https://` or `http://`. If the page was opened as a file: serve its folder (`npx serve`, `python3 -m http.server`), and open it at `http://localhost`.",
  },
  "CORS-S02": {
    title: "Another origin in same-origin mode",
    summary: ({ request }) =>
      request.initiator === "worker"
        ? `A worker's script has to be of the page's own origin, and ${shortUrl(request.url)} is of another than ${request.origin}.`
        : `The page fetches in mode "same-origin", and ${shortUrl(request.url)} is of another origin than ${request.origin}.`,
    wanted: nothingSent,
    step: otherStep.mainFetch,
    about:
      'The page said `mode: "same-origin"`, or made a worker of a script (workers are loaded so, whatever the server allows), or the request was redirected to another origin.',
    server: "Nothing.",
    client:
      'Leave `mode: "same-origin"` out. A worker: serve its script from the page\'s origin, or make it of a `blob:` URL that imports the other.',
  },
  "CORS-S03": {
    title: "A no-cors request that does not follow redirects",
    summary: ({ request }) =>
      `The page fetches in mode "no-cors" with redirect: "${request.redirect}", and only "follow" goes with it.`,
    wanted: nothingSent,
    step: otherStep.mainFetch,
    about: 'In mode "no-cors" the redirect mode has to be "follow".',
    server: "Nothing.",
    client: 'Leave `mode: "no-cors"` out: its response cannot be read anyway.',
  },
  "CORS-S04": {
    title: "A blocked port",
    summary: ({ request }) =>
      `Browsers connect to no port ${new URL(request.url).port} of any server: it belongs to another protocol.`,
    wanted: nothingSent,
    step: otherStep.badPort,
    about: "Ports of mail, IRC, X11 and other protocols are blocked, so that a page cannot speak to those servers.",
    server: "Listen on another port.",
    client: "Call another port.",
  },
  "CORS-S05": {
    title: "only-if-cached, and nothing is cached",
    summary: ({ request }) =>
      `The page fetches ${shortUrl(request.url)} with cache: "only-if-cached", and the cache has no answer.`,
    wanted: nothingSent,
    step: otherStep.cache,
    about: 'The page said `cache: "only-if-cached"`.',
    server: "Nothing.",
    client: "Use another cache mode.",
  },
  "CORS-S06": {
    title: "Not a request",
    summary: ({ failure }) =>
      `fetch makes no request of this: ${failure.actual ?? "its arguments do not fit together."}`,
    wanted: nothingSent,
    step: otherStep.request,
    about:
      "`fetch` rejects its arguments before anything is sent: a method in mode `no-cors` other than GET, HEAD and POST, a body with GET, a URL with a password.",
    server: "Nothing.",
    client: "Change the arguments as the sentence says.",
  },
  "CORS-S07": {
    title: "Too much for keepalive",
    summary: ({ failure, request }) =>
      `The ${request.method} to ${shortUrl(request.url)} has a body of ${failure.actual ?? "too many"} bytes, and keepalive carries 65536 at most.`,
    wanted: nothingSent,
    step: otherStep.cache,
    about:
      "A request with `keepalive: true` may outlive its page, so the bodies of all such requests of a page that are under way are 64 KiB together at most.",
    server: "Nothing.",
    client: "Send less, in several requests one after the other, or leave `keepalive` out.",
  },
  "CORS-S08": {
    title: "A stream as a body",
    summary: ({ failure, request }) =>
      `The body of the ${request.method} to ${shortUrl(request.url)} is a stream, which ${failure.actual === null ? "this browser does not send" : "takes HTTP/2, and so https"}.`,
    wanted: nothingSent,
    step: otherStep.streamUpload,
    about:
      "A `ReadableStream` as a body needs a preflight and HTTP/2 (or HTTP/3), which browsers speak over https alone. Chromium sends it; Firefox sends the text `[object ReadableStream]` in its place; WebKit throws a NotSupportedError.",
    server: "Serve the API over https with HTTP/2.",
    client: "Send a Blob, or a string: every browser can.",
  },
  "CORS-L01": {
    title: "A private address, and no permission",
    summary: ({ request }) =>
      `${hostOf(request.url)} is at a private address, and Chromium lets only secure pages ask their user's permission to call it; ${request.origin} is not secure.`,
    wanted: () => "the page has to be secure, and its user to permit it",
    step: otherStep.localNetwork,
    about:
      "Chromium lets a page on a public site call an address of the local network, or of the user's own machine, only if the page is secure and the user permits it. It calls that CORS, and no header changes it.",
    server: "No header helps. Serve the API at a public address over https, or the page from the local network.",
    client: "Serve the page over https, and ask the user to permit access to the local network.",
  },
  "MIX-01": {
    title: "Mixed content",
    summary: ({ request, failure }) => {
      const url = failure.actual ?? request.url;
      const rule = isLoopbackUrl(url)
        ? "this browser blocks that even for the machine's own addresses."
        : "browsers block http requests of https pages before they are sent.";
      return `The page is secure and ${shortUrl(url)} is not: ${rule}`;
    },
    wanted: nothingSent,
    step: otherStep.mixedContent,
    about:
      "A page at `https` may not call `http`, loopback addresses aside (which WebKit blocks as well). No CORS header changes it, and the server never sees the request.",
    server: "Serve the API over https.",
    client: "Call the https URL.",
  },
  "CORP-01": {
    title: "Cross-Origin-Resource-Policy: same-origin",
    summary: ({ request }) =>
      `The answer of ${hostOf(request.url)} says Cross-Origin-Resource-Policy: same-origin, so ${request.origin} may not embed it without CORS.`,
    wanted: () => "must be cross-origin",
    step: otherStep.resourcePolicy,
    about:
      "The header keeps responses that are fetched without CORS (images, scripts, `no-cors`) to pages of the same origin.",
    server: "Send `Cross-Origin-Resource-Policy: cross-origin` if everyone may embed it.",
    client: 'Fetch it with CORS (`mode: "cors"`, `crossorigin` on an element), if the server allows that.',
  },
  "CORP-02": {
    title: "Cross-Origin-Resource-Policy: same-site",
    summary: ({ request }) =>
      `The answer of ${hostOf(request.url)} says Cross-Origin-Resource-Policy: same-site, and ${request.origin} is another site.`,
    wanted: () => "must be cross-origin",
    step: otherStep.resourcePolicy,
    about: "The header keeps responses that are fetched without CORS to pages of the same registrable domain.",
    server: "Send `Cross-Origin-Resource-Policy: cross-origin` if everyone may embed it.",
    client: "Fetch it with CORS, if the server allows that.",
  },
  "CORP-03": {
    title: "The page's Cross-Origin-Embedder-Policy",
    summary: ({ request }) =>
      `The page has a Cross-Origin-Embedder-Policy, so what it embeds needs a Cross-Origin-Resource-Policy, and the answer of ${hostOf(request.url)} has none.`,
    wanted: () => "must be cross-origin",
    step: otherStep.resourcePolicy,
    about: "A page with `Cross-Origin-Embedder-Policy: require-corp` embeds only what says it may be embedded.",
    server: "Send `Cross-Origin-Resource-Policy: cross-origin` if everyone may embed it.",
    client: "Fetch it with CORS, or give the page `Cross-Origin-Embedder-Policy: credentialless`.",
  },
};
