import { errors } from "undici";
import type { Socket } from "node:net";

/** Milliseconds that a connection over HTTP/2 is kept for the next request. Those over HTTP/1.1 are undici's to close. */
const patience = 4000;

/**
 * Connections over HTTP/2, which undici keeps for as long as their servers do: servers of a stranger's would be kept for
 * ever, until there is room for nobody else's.
 */
export interface IdleSessions {
  /** A connection was made. @param origin as requests have it */
  readonly add: (origin: string, socket: Socket) => void;
  /** A request begins. */
  readonly start: (origin: string) => void;
  /** It is over. */
  readonly end: (origin: string) => void;
}

interface Sessions {
  readonly sockets: Set<Socket>;
  running: number;
  timer: NodeJS.Timeout | null;
}

export function createIdleSessions(): IdleSessions {
  const byOrigin = new Map<string, Sessions>();

  function sessionsOf(origin: string): Sessions {
    const there = byOrigin.get(origin);
    if (there !== undefined) return there;
    const sessions: Sessions = { sockets: new Set(), running: 0, timer: null };
    byOrigin.set(origin, sessions);
    return sessions;
  }

  function forget(origin: string, { sockets, running }: Sessions): void {
    if (sockets.size === 0 && running === 0) byOrigin.delete(origin);
  }

  return {
    add(origin, socket) {
      const sessions = sessionsOf(origin);
      sessions.sockets.add(socket);
      alwaysSayWhy(socket);
      socket.once("close", () => {
        sessions.sockets.delete(socket);
        forget(origin, sessions);
      });
    },
    start(origin) {
      const sessions = sessionsOf(origin);
      sessions.running += 1;
      if (sessions.timer !== null) clearTimeout(sessions.timer);
      sessions.timer = null;
    },
    end(origin) {
      const sessions = sessionsOf(origin);
      sessions.running -= 1;
      if (sessions.running > 0) return;
      sessions.timer = setTimeout(() => {
        for (const socket of sessions.sockets) socket.destroy();
        sessions.timer = null;
        forget(origin, sessions);
      }, patience).unref();
    },
  };
}

/** A connection closes with an error, even if nothing went wrong: whoever asks why it is closed finds an answer. */
function alwaysSayWhy(socket: Socket): void {
  const destroy = socket.destroy.bind(socket);
  socket.destroy = (error) => destroy(error ?? new errors.SocketError("closed"));
}
