import type { Duplex } from "node:stream";

/** What a client sends before anybody wants it. */
export interface EarlyBytes {
  /** Puts it back, for whoever reads from here on. */
  readonly giveBack: () => void;
  /** Reads no more. */
  readonly stop: () => void;
}

/** Bytes that are kept before the client has to wait. */
const most = 16_384;

/** Reads of a socket what comes, since a client that leaves is noticed by whoever reads, and by nobody else. */
export function createEarlyBytes(socket: Duplex, onLeave: () => void): EarlyBytes {
  let kept: Buffer[] = [];
  let bytes = 0;
  const keep = (chunk: Buffer): void => {
    kept.push(chunk);
    bytes += chunk.length;
    if (bytes > most) socket.pause();
  };
  const stop = (): void => {
    socket.off("data", keep).off("end", onLeave).pause();
    kept = [];
  };
  socket.on("data", keep).once("end", onLeave);
  return {
    stop,
    giveBack() {
      const early = Buffer.concat(kept);
      stop();
      if (early.length > 0) socket.unshift(early);
    },
  };
}
