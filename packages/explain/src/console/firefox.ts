import type { FetchFailureCode } from "@concors/browser/engine";
import type { FailedFetch } from "./failed-fetch.ts";
import { blockedUrl } from "./failed-fetch.ts";
import { fill } from "./fill.ts";
import { firefoxReason, firefoxStatusLine } from "./firefox-reason.ts";
import { firefoxTexts as texts } from "./texts.ts";

/**
 * The lines of Firefox's console. Whoever listens to a cross-origin channel tells of it when the channel fails: a
 * preflight has a channel of its own, and when that fails, or a redirect is refused, the one that waited for it is told
 * of too, without a status.
 *
 * @see https://searchfox.org/firefox-main/source/netwerk/protocol/http/nsCORSListenerProxy.cpp
 */
export function firefoxLines(failed: FailedFetch): string[] {
  const { failure, request } = failed;
  const own = ownLines[failure.code as FetchFailureCode]?.(failed);
  if (own !== undefined) return own;
  if (request.mode !== "cors" || !failed.isCrossOrigin) return [];
  return [...channelLines(failed), ...askerLines(failed)];
}

/** What an EventSource, or the style that a font is of, tells after its channel. */
function askerLines(failed: FailedFetch): string[] {
  const { fontFamily, request, url } = failed;
  if (request.initiator === "eventsource") return [fill(texts.eventSource, { url })];
  const isFont = request.initiator === "font" && fontFamily !== null && firefoxReason(failed) !== null;
  return isFont ? [fill(texts.font, { family: fontFamily, url: request.url })] : [];
}

/** What the listeners of a fetch's channels tell. */
function channelLines(failed: FailedFetch): string[] {
  const { exchange, location, request, url } = failed;
  const failedChannel = firefoxStatusLine(url, texts.didNotSucceed, "(null)");
  const reason = firefoxReason(failed);
  if (exchange?.kind === "preflight") return [...preflightLines(failed, reason, failedChannel), failedChannel];
  if (reason === null) return [failedChannel];
  // A redirect that is not to be followed is an answer like any other.
  return location === null || request.redirect !== "follow" ? [reason] : [reason, failedChannel];
}

/** What the preflight's own channel tells. */
function preflightLines(
  { exchange, failure, location, url }: FailedFetch,
  reason: string | null,
  failedChannel: string,
): string[] {
  if (reason === null) return [failedChannel];
  if (location === null) return [reason];
  if (failure.code !== "preflight-status-not-ok") return [reason, failedChannel];
  const status = String(exchange?.response?.status ?? "(null)");
  return [
    fill(texts.blocked, { url, reason: texts.externalRedirect }),
    firefoxStatusLine(url, texts.preflightStatus, status),
  ];
}

const silent = (): string[] => [];

/** Blocks that the CORS listener does not see, or not alone. */
const ownLines: Readonly<Partial<Record<FetchFailureCode, (failed: FailedFetch) => string[] | undefined>>> = {
  aborted: silent,
  "invalid-request": silent,
  "port-blocked": silent,
  "no-cors-redirect-mode": silent,
  "redirect-mode-error": silent,
  "only-if-cached": silent,
  "same-origin-mode": (failed) => [fill(texts.mayNotLoad, { page: failed.request.pageUrl, url: blockedUrl(failed) })],
  "scheme-not-supported": ({ request, url }) => [notHttp(url, request.pageUrl)],
  "redirect-scheme-not-http": ({ location, url }) => {
    const failedChannel = firefoxStatusLine(url, texts.didNotSucceed, "(null)");
    if (location === null || location.protocol === "data:") return [failedChannel];
    return [notHttp(location.href, url), failedChannel];
  },
  "mixed-content": (failed) => [
    fill(texts.mixedContent, { url: blockedUrl(failed) }),
    ...(failed.exchange === null ? [] : [firefoxStatusLine(failed.url, texts.didNotSucceed, "(null)")]),
  ],
  "keepalive-too-large": silent,
  "stream-upload": silent,
  "opaque-response-blocked": silent,
  nosniff: ({ failure, url }) => [fill(texts.nosniff, { url, type: failure.actual ?? "" })],
  "service-worker-response": ({ failure, request, url }) => [
    ...(failure.actual === "opaque" ? [fill(texts.serviceWorkerOpaque, { url, mode: request.mode })] : []),
    firefoxStatusLine(url, texts.didNotSucceed, "(null)"),
  ],
  "corp-same-origin": resourcePolicy,
  "corp-same-site": resourcePolicy,
  "corp-required-by-embedder": resourcePolicy,
};

/** A file may not even be named; what else is not http has no CORS. */
function notHttp(url: string, from: string): string {
  if (url.startsWith("file:") && !from.startsWith("file:")) return fill(texts.mayNotLink, { page: from, url });
  return fill(texts.blocked, { url, reason: texts.notHttp });
}

function resourcePolicy({ url }: FailedFetch): string[] {
  return [fill(texts.resourcePolicy, { url })];
}
