import type { ProblemCode } from "../problem.ts";
import { parseUrl } from "./parse-url.ts";
import { targetOf } from "./target.ts";
import type { Target } from "./target.ts";

/** A target, or why there is none. */
export type ParsedTarget =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly code: ProblemCode };

/**
 * The target that a request names, in one of three forms: `/https://host/path?query`, the same percent-encoded, or
 * `/?url=`. Never throws.
 *
 * @param requestTarget what stands in the request line, as Node has it in `request.url`
 */
export function parseTarget(requestTarget: string): ParsedTarget {
  if (!requestTarget.startsWith("/")) return none("target-form-unknown");
  const text = targetText(requestTarget.slice(1));
  if (text === null) return none("target-malformed");
  return text === "" ? none("target-missing") : parseText(text);
}

/**
 * Where a redirect leads.
 *
 * @param location the header's value, a character for each byte
 */
export function parseRedirect(location: string, from: Target): ParsedTarget {
  const text = Buffer.from(location, "latin1").toString("utf8");
  const url = parseUrl(text, from.href);
  return url === null ? none("redirect-malformed") : parsed(url);
}

const encodedScheme = /^https?%3a/i;
const spelledOut = /^https?:/i;

/**
 * The URL in a request's target; null if it is encoded so that it cannot be read.
 *
 * @param rest what stands behind the first slash
 */
export function targetText(rest: string): string | null {
  if (rest.startsWith("?url=")) {
    const value = rest.slice("?url=".length);
    if (spelledOut.test(value)) return value;
    // What stands behind it would belong to the target or not, depending on who reads it.
    return value.includes("&") ? null : decoded(value);
  }
  if (rest.startsWith("?")) return "";
  if (!encodedScheme.test(rest)) return rest;
  const end = rest.indexOf("?");
  if (end === -1) return decoded(rest);
  const path = decoded(rest.slice(0, end));
  return path === null ? null : `${path}${rest.slice(end)}`;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** What the URL parser would leave out, or take for something else: it is refused, not repaired. */
const unclear = /[^!-[\]-~\u00A0-\uFFFF]/;

const anyScheme = /^[a-z][a-z0-9+.-]*:(?!\d+(?:[/?#]|$))/i;
const authority = /^https?:\/\/([^/?#]*)/i;

function parseText(text: string): ParsedTarget {
  if (unclear.test(text)) return none("target-malformed");
  if (!spelledOut.test(text)) return none(anyScheme.test(text) ? "target-scheme-refused" : "target-without-scheme");
  const [, host] = authority.exec(text) ?? [];
  if (host === undefined) return none("target-without-slashes");
  // Empty, or behind a third slash: the parser would take the next segment of the path.
  if (host === "") return none("target-malformed");
  const url = parseUrl(text);
  return url === null ? none("target-malformed") : parsed(url, url.port === "" && /:\d+$/.test(host));
}

function parsed(url: URL, hasDefaultPort = false): ParsedTarget {
  // It would be sent to nobody: a page says in headers what it may send, where the policy has a say in it. A user alone
  // says nothing, and is left out; who is fetched stands behind it, and is all that is judged, connected to and told.
  if (url.password !== "") return none("target-with-userinfo");
  const target = targetOf(url, hasDefaultPort);
  return target === null ? none("target-scheme-refused") : { ok: true, target };
}

function none(code: ProblemCode): ParsedTarget {
  return { ok: false, code };
}
