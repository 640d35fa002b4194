import { isSerializedOrigin } from "./serialized-origin.ts";
import { headerOf, isGetter } from "./request.ts";
import type { CorsRequest } from "./request.ts";

/** Whether to let a request reach the application at all. */
export type Gate =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly status: 403;
      readonly reason: GateReason;
    };

/** Why a request is refused. */
export type GateReason =
  /** A page of an origin sent it that the policy does not allow, and that is not the server's own. */
  | "foreign-origin"
  /** It has no `Origin`, and `Sec-Fetch-Site` says that another site's page sent it. */
  | "foreign-site"
  /** It says nothing about where it comes from, which `strict` does not accept. */
  | "origin-unknown";

export interface GateOptions {
  /** Whether to refuse what has neither `Origin` nor `Sec-Fetch-Site`: old browsers, and all programs that are none. */
  readonly strict?: boolean | undefined;
}

const passed: Gate = Object.freeze({ ok: true });
const refusals: Readonly<Record<GateReason, Gate>> = {
  "foreign-origin": refuse("foreign-origin"),
  "foreign-site": refuse("foreign-site"),
  "origin-unknown": refuse("origin-unknown"),
};

function refuse(reason: GateReason): Gate {
  return Object.freeze({ ok: false, status: 403, reason });
}

/**
 * CORS keeps a page from reading an answer, not from causing one: a form's POST and a WebSocket's handshake are sent
 * without asking. This refuses them where they arrive.
 *
 * @param originAllowed whether the policy allows the request's origin
 */
export function gate(request: CorsRequest, originAllowed: boolean, { strict = false }: GateOptions = {}): Gate {
  if (!changesSomething(request)) return passed;
  const origin = headerOf(request, "origin");
  if (origin !== undefined && originAllowed) return passed;

  // No page can set it: https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header
  const site = headerOf(request, "sec-fetch-site");
  if (site === "same-origin" || (site === "none" && origin === undefined)) return passed;
  // Its own pages send an origin too, and browsers send no Sec-Fetch-Site over plain HTTP.
  if (origin !== undefined) return site === undefined && isOwn(request, origin) ? passed : refusals["foreign-origin"];
  if (site !== undefined) return refusals["foreign-site"];
  return strict ? refusals["origin-unknown"] : passed;
}

/** Whether a request may do more than read. A preflight does nothing; the request that follows it is judged itself. */
function changesSomething(request: CorsRequest): boolean {
  switch (request.method) {
    case "GET":
      // HTTP/1.1; over HTTP/2, a WebSocket is opened by CONNECT.
      return headerOf(request, "upgrade") !== undefined;
    case "HEAD":
    case "OPTIONS":
      return false;
    default:
      return true;
  }
}

function isOwn(request: CorsRequest & { readonly url?: unknown }, origin: string): boolean {
  if (!isSerializedOrigin(origin)) return false;
  const { headers, url } = request;
  if (typeof url === "string" && url.startsWith(`${origin}/`)) return true;
  // NB: HTTP/2 has `:authority` in its place.
  const host = headerOf(request, "host") ?? (isGetter(headers) ? undefined : headerOf(request, ":authority"));
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}
