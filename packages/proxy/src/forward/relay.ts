import type { Socket } from "node:net";
import { createAlarm } from "./alarm.ts";
import type { Passage } from "./passage.ts";

/** Two connections, each of which gets what the other sends. */
export interface Relay {
  readonly bytesToTarget: () => number;
  readonly bytesToClient: () => number;
  /** Ends both at once. */
  readonly breakOff: (problem: Passage["problem"]) => void;
}

/**
 * Passes on what either side sends, no faster than the other reads, until both have ended. Who breaks off breaks the
 * other's connection as well.
 *
 * @param idleTimeout milliseconds that both may be silent; null for as long as they like
 * @param onProblem told why it did not end as it should, before the connections close
 */
export function relay(
  client: Socket,
  target: Socket,
  idleTimeout: number | null,
  onProblem: (problem: Passage["problem"]) => void,
): Relay {
  let bytesToTarget = 0;
  let bytesToClient = 0;
  let isBroken = false;
  const idle = createAlarm(idleTimeout, () => breakOff("answer-late"));
  idle.postpone();

  function breakOff(problem: Passage["problem"]): void {
    if (isBroken) return;
    isBroken = true;
    idle.stop();
    onProblem(problem);
    client.destroy();
    target.destroy();
  }

  /** One side has closed, for good. */
  function follow(side: Socket, other: Socket, problem: Passage["problem"]): void {
    if (!side.readableEnded) breakOff(problem);
    // It still gets what was sent to it.
    else other.destroySoon();
    if (client.closed && target.closed) idle.stop();
  }

  client.on("data", (chunk: Buffer) => {
    bytesToTarget += chunk.length;
    idle.postpone();
  });
  target.on("data", (chunk: Buffer) => {
    bytesToClient += chunk.length;
    idle.postpone();
  });
  for (const side of [client, target]) side.on("drain", idle.postpone);
  client.once("close", () => follow(client, target, "client-left"));
  target.once("close", () => follow(target, client, "answer-broken"));
  client.pipe(target);
  target.pipe(client);
  return { bytesToTarget: () => bytesToTarget, bytesToClient: () => bytesToClient, breakOff };
}
