import { Agent } from "undici";
import type { Guard } from "../guard/guard.ts";
import { guardedConnector } from "../guard/guarded-connector.ts";
import type { CheckedLimits } from "../options/checked-options.ts";

/** Origins that connections are kept to at one time: else a stranger could have any number of them. */
const maxOrigins = 1024;

/** Bytes of an answer's head. */
const maxHeaderSize = 32_768;

/**
 * The one pool of connections of a proxy, each of which the guard has judged. It lives as long as what it was judged by.
 *
 * @param ca certificates to trust instead of the well-known ones
 * @param trustsAll whether targets need no certificate that can be trusted
 */
export function createDispatcher(
  guard: Guard,
  limits: CheckedLimits,
  ca: readonly string[] | undefined,
  trustsAll = false,
): Agent {
  const { connectTimeout, headersTimeout, inFlight } = limits;
  return new Agent({
    connect: guardedConnector(guard.addresses, { timeout: connectTimeout, ca, trustsAll }),
    // Nobody waits in a queue: what is under way is limited before.
    connections: inFlight,
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

/** Connections that are open, of all origins. */
export function connectionsOf({ stats }: Agent): number {
  return Object.values(stats).reduce((sum, { connected }) => sum + Number(connected), 0);
}
