import { isIPv6 } from "node:net";
import type { UrlWithStringQuery } from "node:url";
import type { ParsedTarget } from "../target/parse-target.ts";
import { parseTarget } from "../target/parse-target.ts";

/** What a request asks for, in the form of `url.parse`. It says what is fetched; to change it changes nothing. */
export type Location = Readonly<UrlWithStringQuery>;

export interface ParsedLocation {
  /** As it was written. */
  readonly text: string;
  readonly location: Location;
  /** The same for all that fetches. */
  readonly target: ParsedTarget;
}

/**
 * Reads a URL as cors-anywhere does: the scheme may be missing, and is `https` then for port 443, else `http`. Null if it
 * names no host.
 *
 * @param text as `targetText` has it
 */
export function parseLocation(text: string): ParsedLocation | null {
  const [whole, scheme, authority] = /^(?:(https?:)?\/\/)?([^/?#]+)/i.exec(text) ?? [];
  if (whole === undefined || authority === undefined) return null;
  // The first two slashes are missing, or what they stand before.
  if (scheme === undefined && /^https?:/i.test(text)) return null;
  const { auth, hostname, port } = partsOf(authority);
  if (hostname === "") return null;
  const url = `${scheme?.toLowerCase() ?? (port === "443" ? "https:" : "http:")}//${text.slice(whole.length - authority.length)}`;
  const target = parseTarget(`/${asAscii(url)}`);
  return { text, location: Object.freeze(locationOf(url, target, { auth, hostname, port })), target };
}

interface Parts {
  readonly auth: string | null;
  readonly hostname: string;
  readonly port: string | null;
}

function partsOf(authority: string): Parts {
  const at = authority.lastIndexOf("@");
  const host = authority.slice(at + 1);
  const port = /:(\d*)$/.exec(host);
  return {
    auth: at === -1 ? null : authority.slice(0, at),
    hostname: host.slice(0, port?.index ?? host.length),
    port: port === null || port[1] === "" ? null : port[1]!,
  };
}

/** Whoever decides by it has to see the host that is connected to. */
function locationOf(text: string, parsed: ParsedTarget, { auth, hostname: written, port }: Parts): UrlWithStringQuery {
  const [url = "", fragment] = text.split(/(#.*)/s, 2);
  const hostname = parsed.ok ? parsed.target.hostname : written.toLowerCase();
  const host = port === null ? hostname : `${hostname}:${port}`;
  const [protocol = "", rest = ""] = url.split(/\/\/[^/?]*(.*)/s, 2);
  const path = parsed.ok ? parsed.target.path : rest.replace(/^(?=\?|$)/, "/");
  const [pathname = "", search = null] = path.split(/(\?.*)/s, 2);
  const hash = fragment ?? null;
  return {
    protocol,
    slashes: true,
    auth,
    host,
    port,
    hostname: withoutBrackets(hostname),
    hash,
    search,
    query: search?.slice(1) ?? null,
    pathname,
    path,
    href: `${protocol}//${auth === null ? "" : `${auth}@`}${host}${path}${hash ?? ""}`,
  };
}

function withoutBrackets(hostname: string): string {
  const inside = /^\[(.*)\]$/.exec(hostname)?.[1];
  return inside !== undefined && isIPv6(inside) ? inside : hostname;
}

/** Node has a character for each byte of a request's target, whatever they were meant for. */
function asAscii(text: string): string {
  return text.replace(/[\u0080-\u00FF]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}
