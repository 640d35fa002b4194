import type { FetchFailure } from "@concors/browser/engine";
import { refusedNamesInTable } from "./chromium-header-order.ts";
import type { FailedFetch } from "./failed-fetch.ts";
import { fill } from "./fill.ts";
import { chromiumTexts as texts } from "./texts.ts";

/** Why CORS blocks it, in Chromium's words; null if it is nothing of CORS. */
export function chromiumReason(failed: FailedFetch): string | null {
  const reason = reasons[failed.failure.code]?.(failed) ?? null;
  if (reason === null || failed.exchange?.kind !== "preflight" || !isOfAnyResponse(failed.failure)) return reason;
  return fill(texts.preflight, { reason });
}

/** What a preflight alone is checked for does not say that it is about one, but for its status. */
function isOfAnyResponse({ code }: FetchFailure): boolean {
  return code.startsWith("allow-origin") || code === "allow-credentials-not-true" || code === "preflight-status-not-ok";
}

type Reason = (failed: FailedFetch) => string | null;

const headerNotAllowed: Reason = (failed) =>
  fill(texts.headerNotAllowed, { name: refusedNamesInTable(failed)[0] ?? "" });

const reasons: Readonly<Partial<Record<FetchFailure["code"], Reason>>> = {
  "allow-origin-missing": () => texts.allowOriginMissing,
  "allow-origin-wildcard-with-credentials": (failed) => texts.allowOriginWildcard + ofXhr(failed),
  "allow-origin-mismatch": (failed) => allowOriginReason(failed) + (isOfFetch(failed) ? texts.validValue : ""),
  "allow-credentials-not-true": (failed) =>
    fill(texts.allowCredentials, { value: visible(failed.failure.actual ?? "") }) + ofXhr(failed),
  "preflight-status-not-ok": ({ location }) => (location === null ? texts.preflightStatus : texts.preflightRedirect),
  "allow-methods-invalid": () => texts.allowMethodsInvalid,
  "allow-headers-invalid": () => texts.allowHeadersInvalid,
  "method-not-allowed": ({ request }) => fill(texts.methodNotAllowed, { method: request.method }),
  "header-not-allowed": headerNotAllowed,
  "authorization-not-allowed": headerNotAllowed,
  "redirect-url-includes-credentials": () => texts.redirectCredentials,
  "redirect-scheme-not-http": ({ location }) => (isUnsafeTarget(location) ? null : texts.corsDisabledScheme),
  "scheme-not-supported": () => texts.corsDisabledScheme,
  "local-network-access": ({ failure }) => fill(texts.insecureLocalNetwork, { space: spaceOf(failure.actual ?? "") }),
};

/**
 * Several values, one that is no URL, or another's.
 *
 * @see https://source.chromium.org/chromium/chromium/src/+/main:services/network/public/cpp/cors/cors.cc CheckAccess
 */
function allowOriginReason({ failure }: FailedFetch): string {
  const given = failure.actual ?? "";
  const value = visible(given);
  if (/[ ,]/.test(given)) return fill(texts.allowOriginMultiple, { value });
  // NB: A header's bytes are no UTF-8, unless they are ASCII.
  const isReadable = given === "null" || (!/[^\0-\x7f]/.test(given) && URL.canParse(given));
  return fill(isReadable ? texts.allowOriginMismatch : texts.allowOriginInvalid, { value });
}

/** Its console writes out what is not to be seen. */
function visible(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, (character) => {
    const hex = character.charCodeAt(0).toString(16).toUpperCase();
    return `\\u${hex.padStart(4, "0")}`;
  });
}

function isOfFetch({ request }: FailedFetch): boolean {
  return request.initiator === "fetch";
}

function ofXhr({ request }: FailedFetch): string {
  return request.initiator === "xhr" || request.initiator === "sync-xhr" ? texts.withCredentials : "";
}

const unsafeTargets: ReadonlySet<string> = new Set(["about:", "blob:", "data:", "file:", "filesystem:"]);

/** What the network service refuses before CORS sees it; other schemes might be somebody else's to open. */
function isUnsafeTarget(location: URL | null): boolean {
  return location === null || unsafeTargets.has(location.protocol);
}

/** The address space in Chromium's word for it. */
function spaceOf(address: string): "local" | "loopback" {
  return /^(?:127\.|::1$|\[::1\]|::ffff:127\.|localhost)/.test(address) ? "loopback" : "local";
}
