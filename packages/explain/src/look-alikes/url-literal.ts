/** What is odd about a URL as somebody wrote it, and what it was to be. */
export interface UrlLiteral {
  readonly problem: UrlProblem;
  /** As it is written. */
  readonly text: string;
  /** What a page makes of it; null if that is no URL that can be fetched. */
  readonly read: string | null;
  /** What was meant, probably. */
  readonly meant: string;
}

export type UrlProblem =
  /** A host without a scheme: a path of the page's own server. */
  | "host-as-path"
  /** A host and port without a scheme: the host is taken for the scheme. */
  | "host-as-scheme"
  /** `https:/host`: a path of the page's own server if the page has the same scheme. */
  | "one-slash"
  /** `\` instead of `/`, which browsers take for it. */
  | "backslash";

/**
 * What is odd about a URL in a page's code; null if nothing is. A page reads a URL otherwise than its author where that
 * has no scheme: as a path of its own server, and says nothing.
 *
 * @see https://url.spec.whatwg.org/#concept-basic-url-parser
 */
export function urlLiteral(text: string, pageUrl: string): UrlLiteral | null {
  const read = URL.canParse(text, pageUrl) ? new URL(text, pageUrl).href : null;
  const of = (problem: UrlProblem, meant: string): UrlLiteral => ({ problem, text, read, meant });
  const schemeless = /^([^/?#\\:@]+|\[[0-9a-f:.]+\])(:\d+)?(?:[/?#].*)?$/i.exec(text);
  if (schemeless !== null) {
    const [, host = "", port = ""] = schemeless;
    if (!looksLikeHost(host, port)) return null;
    const scheme = /^(?:localhost|127\.|\[|0\.0\.0\.0)/i.test(host) ? "http" : "https";
    const meant = `${scheme}://${text}`;
    return of(read !== null && !/^https?:/.test(read) ? "host-as-scheme" : "host-as-path", meant);
  }
  const oneSlash = /^(https?):\/?(?![/\\])(.+)$/i.exec(text);
  if (oneSlash !== null) {
    const meant = `${oneSlash[1]!.toLowerCase()}://${oneSlash[2]!}`;
    // A page of the other scheme reads it as it was meant.
    return URL.canParse(meant) && new URL(meant).href === read ? null : of("one-slash", meant);
  }
  if (/^(?:https?:)?[/\\]*\\/i.test(text)) return of("backslash", text.replaceAll("\\", "/"));
  return null;
}

/** Whether it can only have been meant as a host: an address, localhost, a name with a port or a well-known end. */
function looksLikeHost(host: string, port: string): boolean {
  if (/^(?:localhost|\d+(?:\.\d+){3}|\[.+\])$/i.test(host)) return true;
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(host)) return false;
  return (
    port !== "" || /^(?:api|www)\.|\.(?:com|org|net|io|dev|app|test|local|localhost|internal|example)$/i.test(host)
  );
}
