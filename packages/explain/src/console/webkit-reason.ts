import type { FetchFailure } from "@concors/browser/engine";
import type { FailedFetch } from "./failed-fetch.ts";
import { fill } from "./fill.ts";
import { webkitTexts as texts } from "./texts.ts";
import { refusedNamesInOrder } from "./webkit-header-order.ts";

/** Why CORS, or another rule, blocks it, in WebKit's words; null if the network failed. */
export function webkitReason(failed: FailedFetch): string | null {
  const { exchange, failure, location } = failed;
  if (failure.code === "location-invalid")
    return fill(texts.redirect, { target: failure.actual ?? "", reason: texts.redirectScheme });
  const reason = reasons[failure.code]?.(failed) ?? null;
  const isRefusedRedirect =
    exchange?.kind === "actual" && location !== null && !isOfTheLoad(failure.code) && reason !== null;
  return isRefusedRedirect ? fill(texts.redirect, { target: withoutCredentials(location), reason }) : reason;
}

/** What is said of a redirect without naming where it leads. */
function isOfTheLoad(code: FetchFailure["code"]): boolean {
  return code === "too-many-redirects" || code === "redirect-mode-error" || code.startsWith("corp-");
}

type Reason = (failed: FailedFetch) => string;

const headerNotAllowed: Reason = (failed) =>
  fill(texts.headerNotAllowed, { name: refusedNamesInOrder(failed)[0] ?? "" });

const resourcePolicy: Reason = ({ url }) => fill(texts.resourcePolicy, { url });

/** What is wrong with a service worker's answer: the sentence is the script's error too. */
export function serviceWorkerReason({ failure }: FailedFetch): string {
  switch (failure.actual) {
    case "error":
      return texts.serviceWorkerError;
    case "opaque":
      return texts.serviceWorkerOpaque;
    case "opaqueredirect":
      return texts.serviceWorkerRedirect;
    default:
      return texts.serviceWorkerRedirected;
  }
}

/** One sentence serves for a header that is missing, and for one that says something else. */
const allowOrigin: Reason = ({ exchange, origin }) =>
  fill(texts.allowOrigin, { origin, status: String(exchange?.response?.status ?? 0) });

const reasons: Readonly<Partial<Record<FetchFailure["code"], Reason>>> = {
  "allow-origin-missing": allowOrigin,
  "allow-origin-wildcard-with-credentials": () => texts.allowOriginWildcard,
  "allow-origin-mismatch": (failed) =>
    failed.failure.actual?.includes(",") === true ? texts.allowOriginMultiple : allowOrigin(failed),
  "allow-credentials-not-true": () => texts.allowCredentials,
  "preflight-status-not-ok": ({ exchange }) =>
    fill(texts.preflightStatus, { status: String(exchange?.response?.status ?? 0) }),
  "allow-methods-invalid": ({ failure }) => fill(texts.allowMethodsInvalid, { value: failure.actual ?? "" }),
  "allow-headers-invalid": ({ failure }) => fill(texts.allowHeadersInvalid, { value: failure.actual ?? "" }),
  "method-not-allowed": ({ request }) => fill(texts.methodNotAllowed, { method: request.method }),
  "header-not-allowed": headerNotAllowed,
  "authorization-not-allowed": headerNotAllowed,
  "redirect-url-includes-credentials": ({ location }) =>
    fill(texts.redirectCredentials, { location: location?.href ?? "" }),
  "redirect-scheme-not-http": () => texts.redirectScheme,
  "too-many-redirects": () => texts.tooManyRedirects,
  "redirect-mode-error": ({ url }) => fill(texts.redirectMode, { url }),
  "service-worker-response": serviceWorkerReason,
  "corp-same-origin": resourcePolicy,
  "corp-same-site": resourcePolicy,
  "corp-required-by-embedder": resourcePolicy,
};

function withoutCredentials(location: URL): string {
  const url = new URL(location);
  url.username = "";
  url.password = "";
  return url.href;
}

/** What GLib and libsoup say. */
const networkTexts: Readonly<Partial<Record<FetchFailure["code"], string>>> = {
  "name-not-resolved": texts.nameNotResolved,
  "connection-refused": texts.connectionRefused,
  "connection-reset": texts.connectionReset,
  "connection-closed": texts.connectionClosed,
  "connection-timed-out": texts.connectionTimedOut,
  "network-unreachable": texts.networkUnreachable,
  "tls-error": texts.tlsError,
  "certificate-invalid": texts.certificateInvalid,
  "invalid-http-response": texts.invalidResponse,
};

/** How the network failed; null if nobody says. */
export function webkitNetworkReason({ failure, url }: FailedFetch): string | null {
  const text = networkTexts[failure.code];
  return text === undefined ? null : fill(text, { host: URL.canParse(url) ? new URL(url).hostname : "" });
}
