import type { Answers } from "./decision.ts";
import { mixAll } from "./hash.ts";

/** A place for each of so many bits: few origins ask most of the time, and memory is not for whoever asks. */
const bits = 10;
const places = 2 ** bits;

/**
 * Remembers what was found out about the origins that asked last. Each has one place, and whom another takes it from moves
 * to the one beside it: two that ask in turns are both remembered. Looking one up and remembering it allocate nothing.
 */
export function remember(find: (origin: string) => Answers): (origin: string) => Answers {
  const origins = Array.from<string | undefined>({ length: places });
  const answers = Array.from<Answers | undefined>({ length: places });
  return (origin) => {
    const place = placeOf(origin);
    if (origins[place] !== origin) {
      const beside = place ^ 1;
      const found = origins[beside] === origin ? answers[beside] : find(origin);
      origins[beside] = origins[place];
      answers[beside] = answers[place];
      origins[place] = origin;
      answers[place] = found;
    }
    return answers[place]!;
  };
}

/** By a cheap hash of what differs most between origins: their first labels, their ports, their lengths. */
function placeOf(origin: string): number {
  const { length } = origin;
  return mixAll(mixAll(length, origin, "https://".length, Math.min(24, length)), origin, length - 1) >>> (32 - bits);
}
