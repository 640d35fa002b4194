import { LRUCache } from "lru-cache";

/** What is left to a caller. */
export interface Allowance {
  readonly admitted: boolean;
  /** Requests that he may send now. */
  readonly remaining: number;
  /** Microseconds until one more is admitted; 0 if one is. */
  readonly wait: number;
  /** Microseconds until he may send all of them at once. */
  readonly reset: number;
}

/** Counts a request of a caller at a time, in microseconds, that does not go back. */
export type Take = (key: string, now: number) => Allowance;

/** A caller's allowance, and what was found out of it elsewhere. */
export interface Cells {
  readonly take: Take;
  /** Microseconds that one request uses up. */
  readonly interval: number;
  /** Nothing of what a caller sent counts any more at this time, and not before. */
  readonly raise: (key: string, arrival: number) => void;
}

/**
 * The generic cell rate algorithm: for each caller one number, the time at which nothing of what he sent would count any
 * more. Whoever is refused is not counted for it. All of it is in whole microseconds, so that nothing is rounded away.
 *
 * @param callers how many are remembered: who is forgotten begins anew
 * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export function createCells(requests: number, seconds: number, callers: number): Cells {
  const interval = Math.floor((seconds * 1_000_000) / requests);
  const all = interval * requests;
  const arrivals = new LRUCache<string, number>({ max: callers });
  return {
    interval,
    take(key, now) {
      const arrival = Math.max(arrivals.get(key) ?? now, now);
      const after = arrival + interval - now;
      if (after > all) return { admitted: false, remaining: 0, wait: after - all, reset: arrival - now };
      arrivals.set(key, now + after);
      const remaining = Math.floor((all - after) / interval);
      return { admitted: true, remaining, wait: remaining > 0 ? 0 : after + interval - all, reset: after };
    },
    raise(key, arrival) {
      arrivals.set(key, Math.max(arrivals.get(key) ?? arrival, arrival));
    },
  };
}

/** The same, for one process alone. */
export function cellRate(requests: number, seconds: number, callers: number): Take {
  return createCells(requests, seconds, callers).take;
}
