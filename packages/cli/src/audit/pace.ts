import { setTimeout } from "node:timers/promises";

/** Waits until it is a host's turn again. */
export type Pace = (host: string) => Promise<void>;

/**
 * No more requests to a host than this in a second, however many audits ask it.
 *
 * @param perSecond requests; 0 for as many as come
 */
export function paceOf(perSecond: number): Pace {
  const turns = new Map<string, number>();
  const between = perSecond === 0 ? 0 : 1000 / perSecond;
  return async (host) => {
    const now = performance.now();
    const turn = Math.max(now, turns.get(host) ?? 0);
    turns.set(host, turn + between);
    if (turns.size > mostHosts) forgetPast(turns, now);
    if (turn > now) await setTimeout(turn - now);
  };
}

const mostHosts = 10_000;

function forgetPast(turns: Map<string, number>, now: number): void {
  for (const [host, turn] of turns) if (turn < now) turns.delete(host);
}
