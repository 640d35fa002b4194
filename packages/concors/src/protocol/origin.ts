/** @see https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-tuple */
export interface TupleOrigin {
  readonly kind: "tuple";
  readonly scheme: string;
  /** The serialized host: an IPv6 address has its brackets. */
  readonly host: string;
  /** Null when it is the scheme's default. */
  readonly port: number | null;
}

/**
 * An origin that is the same as no other: compared by identity.
 *
 * @see https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque
 */
export interface OpaqueOrigin {
  readonly kind: "opaque";
}

/** @see https://html.spec.whatwg.org/multipage/browsers.html#concept-origin */
export type Origin = TupleOrigin | OpaqueOrigin;

/** A new opaque origin, for example that of a sandboxed document. */
export function opaqueOrigin(): OpaqueOrigin {
  return { kind: "opaque" };
}

/**
 * @see https://url.spec.whatwg.org/#concept-url-origin
 */
export function originOfUrl(url: URL): Origin {
  switch (url.protocol) {
    // -> "blob"
    case "blob:": {
      // 1. If url's blob URL entry is non-null, then return url's blob URL entry's environment's origin.
      // AD-HOC: A URL object has no entry. The path of a blob URL of an opaque origin says "null", so it stays opaque.

      // 2. Let pathURL be the result of parsing the result of URL path serializing url.
      const pathUrl = parseUrl(url.pathname);

      // 3. If pathURL is failure, then return a new opaque origin.
      // 4. If pathURL's scheme is "http", "https", or "file", then return pathURL's origin.
      if (pathUrl?.protocol === "http:" || pathUrl?.protocol === "https:") return originOfUrl(pathUrl);

      // 5. Return a new opaque origin.
      return opaqueOrigin();
    }

    // -> "ftp"
    // -> "http"
    // -> "https"
    // -> "ws"
    // -> "wss"
    case "ftp:":
    case "http:":
    case "https:":
    case "ws:":
    case "wss:":
      // Return the tuple origin (url's scheme, url's host, url's port, null).
      return {
        kind: "tuple",
        scheme: url.protocol.slice(0, -1),
        host: url.hostname,
        port: url.port === "" ? null : Number(url.port),
      };

    // -> "file"
    // NOTE: Unfortunate as it is, this is left as an exercise to the reader. When in doubt, return a new opaque origin.
    // -> Otherwise
    default:
      // Return a new opaque origin.
      return opaqueOrigin();
  }
}

/**
 * @see https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export function serializeOrigin(origin: Origin): string {
  // 1. If origin is an opaque origin, then return "null".
  if (origin.kind === "opaque") return "null";

  // 2. Otherwise, let result be origin's scheme.
  // 3. Append "://" to result.
  // 4. Append origin's host, serialized, to result.
  // 5. If origin's port is non-null, append a U+003A COLON character (:), and origin's port, serialized, to result.
  // 6. Return result.
  if (origin.port === null) return `${origin.scheme}://${origin.host}`;
  return `${origin.scheme}://${origin.host}:${origin.port}`;
}

/**
 * @see https://html.spec.whatwg.org/multipage/browsers.html#same-origin
 */
export function isSameOrigin(a: Origin, b: Origin): boolean {
  // 1. If A and B are the same opaque origin, then return true.
  if (a === b) return true;

  // 2. If A and B are both tuple origins and their schemes, hosts, and port are identical, then return true.
  // 3. Return false.
  return a.kind === "tuple" && b.kind === "tuple" && a.host === b.host && a.scheme === b.scheme && a.port === b.port;
}

function parseUrl(input: string): URL | null {
  try {
    return new URL(input);
  } catch {
    return null;
  }
}
