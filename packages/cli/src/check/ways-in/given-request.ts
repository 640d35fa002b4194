import { exampleHeaderValue } from "@concors/explain";
import type { CredentialsMode, Header, RedirectMode, RequestMode } from "concors/protocol";
import { get, isForbiddenRequestHeader, isHeaderName } from "concors/protocol";

/** A request as somebody has it at hand: a command, a piece of code. What that leaves open is null. */
export interface GivenRequest {
  readonly url: string;
  readonly method: string | null;
  /** Those that the page sets; the browser's own are left out. */
  readonly headers: readonly Header[];
  readonly body: string | null;
  /** Whether the body is another one, which is not known. */
  readonly bodyIsUnknown?: boolean;
  /** Whether an XMLHttpRequest asks; otherwise it is fetch, or not known. */
  readonly isXhr?: boolean;
  /** The page's origin. */
  readonly from: string | null;
  /** The value of `Cookie`: a secret, that is sent only if the user says so. */
  readonly cookies: string | null;
  readonly credentials: CredentialsMode | null;
  readonly mode: RequestMode | null;
  readonly redirect: RedirectMode | null;
  readonly keepalive: boolean;
  /** Whether the code reads the answer's body; it need not be known. */
  readonly readsBody?: boolean;
  readonly insecure: boolean;
  /** Each as `--resolve` takes it. */
  readonly resolve: readonly string[];
  /** What the user should know about how it was read. */
  readonly remarks: readonly string[];
}

/** What can be told of a request's headers, whoever wrote them down. */
export type ReadHeaders = Pick<GivenRequest, "headers" | "from" | "cookies" | "remarks">;

/**
 * Takes the headers of a request apart: those of the page, and what those of the browser tell. A copy made by developer
 * tools has all that the browser added.
 */
export function readHeaders(headers: readonly Header[]): ReadHeaders {
  const isCopy =
    headers.some(([name]) => /^sec-/i.test(name)) || get(headers, "User-Agent")?.startsWith("Mozilla/") === true;
  const isUncached = isCopy && get(headers, "Pragma") === "no-cache" && get(headers, "Cache-Control") === "no-cache";
  const ofPage = headers.filter(
    ([name, value]) =>
      !isForbiddenRequestHeader(name, value) &&
      !(isCopy && (ofBrowser.test(name) || (/^cache-control$/i.test(name) && value === "max-age=0"))) &&
      !(isUncached && ofUncached.test(name)),
  );
  return {
    headers: ofPage,
    from: get(headers, "Origin") ?? originOf(get(headers, "Referer")),
    cookies: get(headers, "Cookie"),
    remarks: isUncached
      ? [
          "Cache-Control and Pragma were left out: developer tools add them while they disable the cache. If the page sets them, give them with -H.",
        ]
      : [],
  };
}

/** What a request is for, where it is one that a browser asks for a page. */
export type AskedFor = Pick<GivenRequest, "method" | "headers" | "remarks">;

/** The request that a preflight asks for; null if this is none: no page sends one itself. */
export function askedForBy(method: string | null, headers: readonly Header[]): AskedFor | null {
  const asked = get(headers, "Access-Control-Request-Method");
  if (method?.toUpperCase() !== "OPTIONS" || asked === null) return null;
  const names = (get(headers, "Access-Control-Request-Headers") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => isHeaderName(name) && !isForbiddenRequestHeader(name, ""));
  const listed = names.length === 0 ? "" : ` with ${names.join(", ")}`;
  return {
    method: asked,
    headers: names.map((name): Header => [name, exampleHeaderValue(name.toLowerCase())]),
    remarks: [`That is a preflight, which the browser sends itself; what it asks for is checked: ${asked}${listed}.`],
  };
}

/**
 * Headers that a page could set, and that in a copy are the browser's: those of its cache too, and what an older Chromium
 * made of the pseudo-headers of HTTP/2.
 */
const ofBrowser =
  /^(?:accept-language|authority|if-modified-since|if-none-match|method|path|priority|scheme|upgrade-insecure-requests|user-agent|x-client-data)$/i;

const ofUncached = /^(?:cache-control|pragma)$/i;

/** The origin of a page's address; null if there is none. */
export function originOf(address: string | null): string | null {
  return address !== null && /^https?:/.test(address) && URL.canParse(address) ? new URL(address).origin : null;
}
