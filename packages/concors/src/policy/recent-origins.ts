import type { Answers } from "./decision.ts";

/** How many origins are remembered; a power of two. Few ask most of the time, and memory is not for whoever asks. */
const places = 1024;

/**
 * What was found out about the origins that asked last. Each has one place, which it shares with others: the last of them
 * is remembered. Looking one up and remembering a denial allocate nothing.
 */
export class RecentOrigins {
  readonly #origins: (string | undefined)[] = Array.from({ length: places }, () => undefined);
  /** Null for an origin that is denied. */
  readonly #answers: (Answers | null)[] = Array.from({ length: places }, () => null);

  /** What an origin is answered, null if it is denied; undefined if that is not remembered. */
  get(origin: string): Answers | null | undefined {
    const place = placeOf(origin);
    return this.#origins[place] === origin ? this.#answers[place] : undefined;
  }

  set(origin: string, answers: Answers | null): void {
    const place = placeOf(origin);
    this.#origins[place] = origin;
    this.#answers[place] = answers;
  }
}

/** A cheap hash of what differs most between origins: their first labels, their ports, their lengths. */
function placeOf(origin: string): number {
  let hash = origin.length;
  const start = "https://".length;
  const end = Math.min(origin.length, start + 16);
  for (let position = start; position < end; position++) hash = Math.imul(hash, 31) + origin.charCodeAt(position);
  hash = Math.imul(hash, 31) + origin.charCodeAt(origin.length - 1);
  return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (places - 1);
}
