import { Agent } from "undici";
import type { Guard } from "../guard/guard.ts";
import { guardedConnector } from "../guard/guarded-connector.ts";
import { createIdleOrigins } from "./idle-origins.ts";
import type { IdleSessions } from "./idle-sessions.ts";
import type { CheckedLimits } from "../options/checked-options.ts";

/** Origins that connections are kept to at one time: else a stranger could have any number of them. */
const maxOrigins = 1024;

/** And those that are kept while nobody asks for anything there: the rest is room for others. */
const maxIdleOrigins = 768;

/** Bytes of an answer's head. */
const maxHeaderSize = 32_768;

export interface DispatcherOptions {
  /** Certificates to trust instead of the well-known ones. */
  readonly ca?: readonly string[] | undefined;
  /** Whether targets need no certificate that can be trusted. */
  readonly trustsAll?: boolean;
  /** Who closes connections over HTTP/2; null if there are to be none. */
  readonly http2Sessions?: IdleSessions | null;
  /** Whether connections are given up to who has made WebSockets of them. */
  readonly givesUp?: boolean;
}

/** A pool of connections of a proxy, each of which the guard has judged. It lives as long as what it was judged by. */
export function createDispatcher(
  guard: Guard,
  limits: CheckedLimits,
  { ca, trustsAll = false, http2Sessions = null, givesUp = false }: DispatcherOptions,
): Agent {
  const { connectTimeout, headersTimeout, inFlight } = limits;
  // NB: What is given up looks as if nobody needed it.
  const idleOrigins = givesUp ? null : createIdleOrigins(maxIdleOrigins, () => agent.stats);
  const listeners = { onHttp2: http2Sessions?.add, onHttp1: idleOrigins?.add };
  const agent = new Agent({
    connect: guardedConnector(guard.addresses, { timeout: connectTimeout, ca, trustsAll, ...listeners }),
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
  return agent;
}

/** Connections that are open, of all origins. */
export function connectionsOf({ stats }: Agent): number {
  return Object.values(stats).reduce((sum, { connected }) => sum + Number(connected), 0);
}
