import type { FetchFailureCode, Initiator } from "@concors/browser/engine";
import { chromiumNetError } from "./chromium-net-error.ts";
import { chromiumReason } from "./chromium-reason.ts";
import type { FailedFetch } from "./failed-fetch.ts";
import { blockedUrl } from "./failed-fetch.ts";
import { fill } from "./fill.ts";
import { chromiumTexts as texts } from "./texts.ts";

/** What Chromium calls what it did not load. */
const kinds: Readonly<Record<Initiator, string>> = {
  fetch: "fetch",
  xhr: "XMLHttpRequest",
  "sync-xhr": "XMLHttpRequest",
  img: "image",
  script: "script",
  module: "script",
  import: "script",
  worker: "script",
  style: "CSS stylesheet",
  font: "font",
  video: "video",
  preload: "link element resource",
  eventsource: "resource",
  beacon: "resource",
};

/** The lines of Chromium's console. A block of CORS is told, and then like any other failure. */
export function chromiumLines(failed: FailedFetch): string[] {
  const own = ownLines[failed.failure.code as FetchFailureCode]?.(failed);
  if (own !== undefined) return own;
  const reason = chromiumReason(failed);
  const error = fill(texts.failed, { error: reason === null ? chromiumNetError(failed) : "ERR_FAILED" });
  return reason === null ? [error] : [blockedLine(failed, reason), error];
}

/** It names the page's origin, also when the request had lost it to a redirect. */
function blockedLine({ exchange, failure, location, request, url }: FailedFetch, reason: string): string {
  const isSchemeOfRedirect = failure.code === "redirect-scheme-not-http" && exchange !== null;
  const last = isSchemeOfRedirect ? location!.href : url;
  const values = { kind: kinds[request.initiator], url: last, origin: request.origin, reason, first: request.url };
  return fill(last === request.url ? texts.blocked : texts.blockedAfterRedirect, values);
}

/** What is told in another way than blocks of CORS. */
const ownLines: Readonly<Partial<Record<FetchFailureCode, (failed: FailedFetch) => string[] | undefined>>> = {
  aborted: () => [],
  "invalid-request": () => [],
  "same-origin-mode": sameOriginLines,
  "no-cors-redirect-mode": ({ url }) => [fill(texts.noCorsRedirectMode, { url })],
  "scheme-not-supported": schemeLines,
  "mixed-content": (failed) => {
    const { pageUrl, initiator } = failed.request;
    const kind = initiator === "xhr" || initiator === "sync-xhr" ? "XMLHttpRequest endpoint" : "resource";
    return [fill(texts.mixedContent, { page: pageUrl, kind, url: blockedUrl(failed) })];
  },
  "keepalive-too-large": () => [],
  // Developer tools tell of it as an issue.
  "opaque-response-blocked": () => [],
  nosniff: ({ failure, request, url }) => {
    const text = nosniffTexts[request.initiator] ?? texts.scriptNosniff;
    return [fill(text, { url, type: failure.actual ?? "" })];
  },
};

/** Of what is no plain script. */
const nosniffTexts: Readonly<Partial<Record<Initiator, string>>> = {
  style: texts.styleNosniff,
  module: texts.moduleType,
  import: texts.moduleType,
};

/** What a redirect leads to is looked at by who looks at frames. */
function sameOriginLines({ location, request, url }: FailedFetch): string[] {
  // Whoever makes a worker gets an error that says it, or an event.
  if (request.initiator === "worker") return [];
  return location === null
    ? [fill(texts.sameOriginMode, { url, origin: request.origin })]
    : [fill(texts.sameOriginRedirect, { url: location.href, page: request.pageUrl })];
}

/** A page of http may not even name a file; what else is not http is told of by whoever asked. */
function schemeLines({ request, url }: FailedFetch): string[] | undefined {
  const scheme = schemeOf(url);
  if (scheme === "file" && schemeOf(request.pageUrl) !== "file") return [fill(texts.localResource, { url })];
  if (scheme === "ftp" && request.initiator !== "fetch") return [texts.ftp];
  return request.initiator === "fetch" && scheme !== "file"
    ? [fill(texts.schemeNotSupported, { url, scheme })]
    : undefined;
}

function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(":"));
}
