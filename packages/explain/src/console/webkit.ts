import type { FetchFailureCode, Initiator } from "@concors/browser/engine";
import type { FailedFetch } from "./failed-fetch.ts";
import { blockedUrl } from "./failed-fetch.ts";
import { fill } from "./fill.ts";
import { webkitTexts as texts } from "./texts.ts";
import { webkitNetworkReason, webkitReason } from "./webkit-reason.ts";

/**
 * The lines of WebKit's console: the reason, who asked, and the reason again. What fails in the network is told of once,
 * unless it was a preflight that failed.
 */
export function webkitLines(failed: FailedFetch): string[] {
  const { exchange, failure, request } = failed;
  const own = ownLines[failure.code as FetchFailureCode]?.(failed);
  if (own !== undefined) return own;
  const reason = webkitReason(failed);
  if (reason !== null) return linesOf[request.initiator](reason, failed.url);
  const network = webkitNetworkReason(failed);
  if (network === null) return [];
  return exchange?.kind === "preflight"
    ? linesOf[request.initiator](network, failed.url)
    : [fill(texts.failed, { reason: network })];
}

type Lines = (reason: string, url: string) => string[];

const failedLine = (reason: string): string => fill(texts.failed, { reason });

function asking(text: string): Lines {
  return (reason, url) => [reason, fill(text, { url }), failedLine(reason)];
}

const nobody: Lines = (reason) => [reason, failedLine(reason)];

/** Who asked tells of it in a way of its own, or not at all. */
const linesOf: Readonly<Record<Initiator, Lines>> = {
  fetch: asking(texts.fetch),
  xhr: asking(texts.xhr),
  "sync-xhr": (reason, url) => [failedLine(reason), reason, fill(texts.xhr, { url })],
  eventsource: asking(texts.eventSource),
  img: asking(texts.image),
  script: (reason) => [reason, failedLine(reason), texts.script],
  module: nobody,
  import: nobody,
  worker: nobody,
  style: nobody,
  font: nobody,
  video: nobody,
  preload: nobody,
  beacon: (reason, url) => [reason, fill(texts.beacon, { url, reason }), failedLine(reason)],
};

/** The lines of a load that fails. */
export function loadLines(initiator: Initiator, reason: string, url: string): string[] {
  return linesOf[initiator](reason, url);
}

const silent = (): string[] => [];

/** Blocks that are told of before, or instead of, a load that fails. */
const ownLines: Readonly<Partial<Record<FetchFailureCode, (failed: FailedFetch) => string[]>>> = {
  aborted: silent,
  "invalid-request": silent,
  "only-if-cached": silent,
  "same-origin-mode": sameOriginLines,
  "no-cors-redirect-mode": (failed) => [texts.noCorsRedirectMode, texts.notAllowed, whoAsked(failed)],
  "scheme-not-supported": (failed) =>
    isOfScript(failed.request.initiator) ? [texts.notHttp, whoAsked(failed)] : [failedLine(texts.notShown)],
  "port-blocked": ({ url }) => [fill(texts.port, { port: portOf(url), url })],
  "keepalive-too-large": (failed) => [texts.keepalive, whoAsked(failed)],
  // The sentence is that of an error that is thrown.
  "stream-upload": silent,
  "opaque-response-blocked": silent,
  nosniff: ({ request, url }) => (request.initiator === "style" ? [] : [fill(texts.scriptNosniff, { url })]),
  "mixed-content": (failed) => {
    const { exchange, request } = failed;
    const url = blockedUrl(failed);
    const blocked = fill(texts.mixedContent, { page: request.pageUrl, url, fate: mixedContentFate(url) });
    return exchange === null
      ? [blocked, texts.notAllowed, whoAsked(failed)]
      : [blocked, failedLine(texts.redirectNotAllowed), whoAsked(failed)];
  },
};

/** A redirect is looked at by who looks at every load. */
function sameOriginLines({ location, request, url }: FailedFetch): string[] {
  if (location === null) return request.initiator === "worker" ? [] : [fill(texts.sameOriginMode, { url })];
  const reason = fill(texts.sameOriginRedirect, { url: location.href, origin: request.origin });
  return linesOf[request.initiator](reason, location.href);
}

function isOfScript(initiator: Initiator): boolean {
  return initiator === "fetch" || initiator === "xhr" || initiator === "sync-xhr" || initiator === "eventsource";
}

function whoAsked({ request, url }: FailedFetch): string {
  return fill(request.initiator === "xhr" || request.initiator === "sync-xhr" ? texts.xhr : texts.fetch, { url });
}

/**
 * Of what may be trustworthy all the same, as loopback may, the sentence is not finished.
 *
 * @see https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/MixedContentChecker.cpp logConsoleWarning
 */
function mixedContentFate(url: string): string {
  const isLoopback = /^http:\/\/(?:127\.|localhost[:/]|[^/:]+\.localhost[:/]|\[::1\])/.test(url);
  return isLoopback ? "blocked and must" : "blocked and must be served over HTTPS.";
}

function portOf(url: string): string {
  return URL.canParse(url) ? new URL(url).port : "";
}
