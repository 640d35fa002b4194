import type { Answers } from "./decision.ts";
import { mix } from "./hash.ts";

/** A place for each of so many bits: few origins ask most of the time, and memory is not for whoever asks. */
const bits = 10;
const places = 2 ** bits;

/**
 * Remembers what was found out about the origins that asked last. Each has one place, and whom another takes it from moves
 * to the one beside it: two that ask in turns are both remembered. Looking one up and remembering it allocate nothing.
 */
export function remember(find: (origin: string) => Answers): (origin: string) => Answers {
  // An origin, and behind it its answers: what is looked at together is together in memory.
  const kept = Array.from<string | Answers | undefined>({ length: 2 * places });
  return (origin) => {
    const place = 2 * placeOf(origin);
    if (kept[place] !== origin) {
      const beside = place ^ 2;
      const found = kept[beside] === origin ? kept[beside + 1] : find(origin);
      kept[beside] = kept[place];
      kept[beside + 1] = kept[place + 1];
      kept[place] = origin;
      kept[place + 1] = found;
    }
    return kept[place + 1] as Answers;
  };
}

/** By a cheap hash of what differs most between origins: their first labels, their ports, their lengths. */
function placeOf(origin: string): number {
  const { length } = origin;
  let hash = length;
  // Two at a time, in half as many steps, each of which waits for the one before.
  for (let at = "https://".length; at < length - 1 && at < 20; at += 2) {
    hash = mix(hash, origin.charCodeAt(at) ^ (origin.charCodeAt(at + 1) << 12));
  }
  return mix(hash, origin.charCodeAt(length - 1)) >>> (32 - bits);
}
