import type { FetchFailure } from "./engine/index.ts";

type Sentence = (actual: string, failure: FetchFailure) => string;

/** Failures of the network come with their sentence. */
const said: Sentence = (actual) => actual;

/** One sentence for each way in which a fetch fails. */
const sentences: Record<FetchFailure["code"], Sentence> = {
  aborted: () => "The fetch was aborted.",
  "timed-out": said,
  "name-not-resolved": said,
  "connection-refused": said,
  "connection-reset": said,
  "connection-closed": said,
  "connection-timed-out": said,
  "tls-error": said,
  "certificate-invalid": said,
  "invalid-http-response": said,
  "network-unreachable": said,
  "not-sent": said,
  "network-failed": said,
  "invalid-request": said,
  "scheme-not-supported": (scheme) => `A page cannot fetch ${scheme} URLs.`,
  "port-blocked": (port) => `Browsers do not connect to port ${port}.`,
  "mixed-content": (url) => `A secure page cannot fetch ${url}, which is not secure.`,
  "content-security-policy": (url) => `The page's Content-Security-Policy does not let it connect to ${url}.`,
  "same-origin-mode": (url) => `${url} is of another origin, and the mode is "same-origin".`,
  "no-cors-redirect-mode": (mode) => `The mode "no-cors" needs the redirect mode "follow", not "${mode}".`,
  "only-if-cached": () => 'Nothing is cached, and the cache mode is "only-if-cached".',
  "redirect-mode-error": (status) => `The server redirects (${status}), and the redirect mode is "error".`,
  "location-invalid": () => "The server redirects to what is not a URL.",
  "redirect-scheme-not-http": (url) => `The server redirects to ${url}, which is not http or https.`,
  "too-many-redirects": () => "The server redirects more than 20 times.",
  "redirect-url-includes-credentials": () => "The server redirects to a URL with a username or password.",
  "redirect-body-not-replayable": () => "The server redirects, and the body is a stream: it cannot be sent again.",
  "allow-origin-missing": () => "The response has no Access-Control-Allow-Origin.",
  "allow-origin-wildcard-with-credentials": () =>
    "Access-Control-Allow-Origin is *, which does not do for a request with credentials.",
  "allow-origin-mismatch": (origin) =>
    `Access-Control-Allow-Origin is ${JSON.stringify(origin)}, not the page's origin.`,
  "allow-credentials-not-true": (value, { actual }) =>
    actual === null
      ? "The response has no Access-Control-Allow-Credentials: true, and the request has credentials."
      : `Access-Control-Allow-Credentials is ${JSON.stringify(value)}, not true, and the request has credentials.`,
  "preflight-status-not-ok": (status) => `The preflight is answered with status ${status}, not 200 to 299.`,
  "allow-methods-invalid": (value) => `The preflight's Access-Control-Allow-Methods cannot be read: ${value}`,
  "allow-headers-invalid": (value) => `The preflight's Access-Control-Allow-Headers cannot be read: ${value}`,
  "method-not-allowed": (value, { actual }) =>
    `The preflight does not allow the method: ${lineOf("Access-Control-Allow-Methods", actual === null ? null : value)}.`,
  "header-not-allowed": (value, failure) => headerSentence(value, failure),
  "authorization-not-allowed": (value, failure) => headerSentence(value, failure),
  "corp-same-origin": () => "Cross-Origin-Resource-Policy lets only pages of the same origin have the response.",
  "corp-same-site": () => "Cross-Origin-Resource-Policy lets only pages of the same site have the response.",
  "corp-required-by-embedder": () => "The page requires a Cross-Origin-Resource-Policy, and the response has none.",
  "local-network-access": () => "A public page needs a permission to reach a private address.",
  "keepalive-too-large": (bytes) => `keepalive carries 64 KiB at most, and the body has ${bytes} bytes.`,
  "stream-upload": (_version, { actual }) =>
    actual === null
      ? "A stream as a body is not sent."
      : `A stream as a body takes HTTP/2, and here the browser speaks ${actual}.`,
  "service-worker-response": (type) => `The page's service worker answers with a response of type "${type}".`,
  nosniff: (type) => `The response is of the type ${JSON.stringify(type)}, not of the one needed, and says nosniff.`,
  "opaque-response-blocked": (type) => `The response is data (${type}), which is kept from who asks without CORS.`,
};

/** Why a fetch failed, in one sentence. */
export function failureSentence(failure: FetchFailure): string {
  return sentences[failure.code](failure.actual ?? "", failure);
}

function headerSentence(value: string, failure: FetchFailure): string {
  const name = "name" in failure ? failure.name : "a header";
  const line = lineOf("Access-Control-Allow-Headers", failure.actual === null ? null : value);
  return `The preflight does not allow the header ${name}: ${line}.`;
}

function lineOf(name: string, value: string | null): string {
  return value === null ? `it has no ${name}` : `its ${name} is ${JSON.stringify(value)}`;
}
