import type { FetchFailure } from "@concors/browser/engine";
import { isHeaderName } from "concors/protocol";
import type { FailedFetch } from "./failed-fetch.ts";
import { fill } from "./fill.ts";
import { firefoxTexts as texts } from "./texts.ts";

/** The line that says why CORS blocks it; null if it is nothing of CORS. */
export function firefoxReason(failed: FailedFetch): string | null {
  return lines[failed.failure.code]?.(failed) ?? null;
}

/** Three of the reasons come with a status. */
export function firefoxStatusLine(url: string, reason: string, status: string): string {
  return fill(texts.status, { line: fill(texts.blocked, { url, reason }), status });
}

type Line = (failed: FailedFetch) => string;

function blocked({ url }: FailedFetch, reason: string): string {
  return fill(texts.blocked, { url, reason });
}

function withStatus({ exchange, url }: FailedFetch, reason: string): string {
  return firefoxStatusLine(url, reason, String(exchange?.response?.status ?? "(null)"));
}

const headerNotAllowed: Line = (failed) => {
  const { failure } = failed;
  return blocked(failed, fill(texts.headerNotAllowed, { name: "name" in failure ? failure.name : "" }));
};

/** A header's bytes, read as UTF-8. */
function decoded(value: string): string {
  return new TextDecoder().decode(Uint8Array.from(value, (character) => character.charCodeAt(0)));
}

const lines: Readonly<Partial<Record<FetchFailure["code"], Line>>> = {
  "allow-origin-missing": (failed) => withStatus(failed, texts.allowOriginMissing),
  // What is no HTTP is HTTP/0.9: a body, and no header at all.
  "invalid-http-response": ({ url }) => firefoxStatusLine(url, texts.allowOriginMissing, "200"),
  "allow-origin-wildcard-with-credentials": ({ url }) =>
    fill(texts.blockedWithCredentials, { url, reason: texts.allowOriginWildcard }),
  "allow-origin-mismatch": (failed) =>
    blocked(
      failed,
      hasSeveralAllowOrigins(failed)
        ? texts.allowOriginMultiple
        : fill(texts.allowOriginMismatch, { value: decoded(failed.failure.actual ?? "") }),
    ),
  "allow-credentials-not-true": (failed) => blocked(failed, texts.allowCredentials),
  "preflight-status-not-ok": (failed) => withStatus(failed, texts.preflightStatus),
  "allow-methods-invalid": (failed) => blocked(failed, fill(texts.allowMethodsInvalid, { value: badToken(failed) })),
  "allow-headers-invalid": (failed) => blocked(failed, fill(texts.allowHeadersInvalid, { value: badToken(failed) })),
  "method-not-allowed": (failed) => blocked(failed, texts.methodNotAllowed),
  "header-not-allowed": headerNotAllowed,
  "authorization-not-allowed": headerNotAllowed,
};

/**
 * Lines are counted by their exact name, so in lower case, as HTTP/2 has them, two are one value.
 *
 * @see https://searchfox.org/firefox-main/source/netwerk/protocol/http/nsCORSListenerProxy.cpp CheckOriginHeader
 */
function hasSeveralAllowOrigins({ exchange }: FailedFetch): boolean {
  const headers = exchange?.response?.headers ?? [];
  return headers.filter(([name]) => name === "Access-Control-Allow-Origin").length > 1;
}

/** The first item of the list that is no token. */
function badToken({ failure }: FailedFetch): string {
  const items = (failure.actual ?? "").split(",").map((item) => item.trim());
  return items.find((item) => item !== "" && !isHeaderName(item)) ?? "";
}
