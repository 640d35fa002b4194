import type { CredentialsMode, Header, RedirectMode, RequestMode } from "concors/protocol";
import { get, isForbiddenRequestHeader } from "concors/protocol";

/** A request as somebody has it at hand: a command, a piece of code. What that leaves open is null. */
export interface GivenRequest {
  readonly url: string;
  readonly method: string | null;
  /** Those that the page sets; the browser's own are left out. */
  readonly headers: readonly Header[];
  readonly body: string | null;
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
      !(isCopy && ofBrowser.test(name)) &&
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

/** Headers that a page could set, and that in a copy are the browser's. */
const ofBrowser = /^(?:accept-language|priority|upgrade-insecure-requests|user-agent|x-client-data)$/i;

const ofUncached = /^(?:cache-control|pragma)$/i;

/** The origin of a page's address; null if there is none. */
export function originOf(address: string | null): string | null {
  return address !== null && /^https?:/.test(address) && URL.canParse(address) ? new URL(address).origin : null;
}
