import type { IncomingMessage } from "node:http";
import type { Cors } from "concors";

/** The proxy's own origin, as the request's `Host` names it, if its pages may call; null if they may not. */
export function ownOrigin(cors: Cors, { headers }: IncomingMessage): string | null {
  const { host } = headers;
  if (host === undefined) return null;
  // Behind something that speaks TLS it is the second.
  const candidates = [`http://${host}`, `https://${host}`];
  return candidates.find((origin) => cors.decide({ method: "GET", headers: { origin } }).allowed) ?? null;
}

/**
 * A browser leaves `Origin` out where a page reads from its own server, as the help page does: it gets one here, and the
 * policy decides about it as about all others. Whatever was fetched is of another origin, as it is sandboxed.
 */
export function addOwnOrigin(cors: Cors, request: IncomingMessage): void {
  const { headers } = request;
  if (headers.origin !== undefined || headers["sec-fetch-site"] !== "same-origin") return;
  const origin = ownOrigin(cors, request);
  if (origin !== null) headers.origin = origin;
}
