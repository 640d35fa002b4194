import type { Socket } from "node:net";
import type { Agent } from "undici";

/**
 * Connections that are kept for the next request, by origin. Servers say for how long, and a stranger can have any number
 * of them: his would be kept until there is room for nobody else's.
 */
export interface IdleOrigins {
  /** A connection over HTTP/1.1 was made. @param origin as requests have it */
  readonly add: (origin: string, socket: Socket) => void;
}

/**
 * @param most origins that connections are kept to: beyond it, those go to which nothing is under way, the oldest first
 * @param statsOf says of each origin what is under way
 */
export function createIdleOrigins(most: number, statsOf: () => Agent["stats"]): IdleOrigins {
  const byOrigin = new Map<string, Set<Socket>>();

  /** For some more at once, as all have to be looked at. */
  function makeRoom(): void {
    let surplus = byOrigin.size - Math.ceil((most * 3) / 4);
    const stats = statsOf();
    for (const [origin, sockets] of byOrigin) {
      if (surplus <= 0) return;
      // NB: Whatever is to be sent counts, so that nothing is sent over what is closed here.
      if (stats[origin]?.size !== 0) continue;
      for (const socket of sockets) socket.destroy();
      surplus -= 1;
    }
  }

  return {
    add(origin, socket) {
      const sockets = byOrigin.get(origin) ?? new Set();
      byOrigin.set(origin, sockets.add(socket));
      socket.once("close", () => {
        sockets.delete(socket);
        if (sockets.size === 0 && byOrigin.get(origin) === sockets) byOrigin.delete(origin);
      });
      if (byOrigin.size > most) makeRoom();
    },
  };
}
