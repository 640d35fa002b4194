import { Agent } from "undici";
import type { Dispatcher } from "undici";
import type { Guard } from "../guard/guard.ts";
import { guardedConnector } from "../guard/guarded-connector.ts";
import type { IdleSessions } from "./idle-sessions.ts";
import type { CheckedLimits } from "../options/checked-options.ts";

/** Origins that connections are kept to at one time: else a stranger could have any number of them. */
const maxOrigins = 1024;

/** Bytes of an answer's head. */
const maxHeaderSize = 32_768;

/**
 * The one pool of connections of a proxy, each of which the guard has judged. It lives as long as what it was judged by.
 *
 * @param ca certificates to trust instead of the well-known ones
 * @param http2Sessions who closes connections over HTTP/2; null if there are to be none
 */
export function createDispatcher(
  guard: Guard,
  limits: CheckedLimits,
  ca: readonly string[] | undefined,
  http2Sessions: IdleSessions | null = null,
): Dispatcher {
  const { connectTimeout, headersTimeout, inFlight } = limits;
  return new Agent({
    connect: guardedConnector(guard.addresses, { timeout: connectTimeout, ca, onHttp2: http2Sessions?.add }),
    // Nobody waits in a queue: what is under way is limited before.
    connections: inFlight,
    // NB: Over HTTP/2 as well: what becomes of one request is nothing to another's, and undici counts on that.
    pipelining: 1,
    maxOrigins,
    maxHeaderSize,
    headersTimeout,
    // Silence in a body is timed here, where it is known whether it is an event stream.
    bodyTimeout: 0,
    keepAliveTimeout: 4000,
    keepAliveMaxTimeout: 60_000,
  });
}
