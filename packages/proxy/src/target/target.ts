/**
 * What is to be fetched: one URL, parsed once. What decides, what connects and what is written on the wire all take it
 * from here, so that no two of them can understand it differently.
 */
export interface Target {
  readonly scheme: "http" | "https";
  /** As the URL Standard serializes it: in lower case, in ASCII, an IPv6 address in brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Scheme, host, and port unless it is the default. */
  readonly origin: string;
  /** Path and query, as they go on the wire. */
  readonly path: string;
  /** The whole, without a fragment; a default port that was spelled out stays. */
  readonly href: string;
}

/** A target of a URL that the parser has accepted; null if its scheme is none that is fetched. */
export function targetOf(url: URL, hasDefaultPort = false): Target | null {
  const { protocol, hostname, origin } = url;
  if (protocol !== "http:" && protocol !== "https:") return null;
  const isSecure = protocol === "https:";
  const port = url.port === "" ? (isSecure ? 443 : 80) : Number(url.port);
  const path = `${url.pathname}${url.search}`;
  const href = `${origin}${hasDefaultPort ? `:${port}` : ""}${path}`;
  return { scheme: isSecure ? "https" : "http", hostname, port, origin, path, href };
}
