import type { Answers } from "./decision.ts";

/** How many origins are remembered; a power of two. Few ask most of the time, and memory is not for whoever asks. */
const places = 1024;

/**
 * Remembers what was found out about the origins that asked last. Each has one place, which it shares with others: the
 * last of them is remembered. Looking one up and remembering it allocate nothing.
 */
export function remember(find: (origin: string) => Answers): (origin: string) => Answers {
  const origins = Array.from<string | undefined>({ length: places });
  const answers = Array.from<Answers | undefined>({ length: places });
  return (origin) => {
    const place = placeOf(origin);
    if (origins[place] !== origin) {
      answers[place] = find(origin);
      origins[place] = origin;
    }
    return answers[place]!;
  };
}

/**
 * A cheap hash of what differs most between origins: their first labels, their ports, their lengths. Names that are
 * counted up get places beside each other.
 */
function placeOf(origin: string): number {
  let hash = origin.length;
  const end = Math.min(hash, 24);
  for (let position = "https://".length; position < end; position++) {
    hash = Math.imul(hash, 31) + origin.charCodeAt(position);
  }
  hash = Math.imul(hash, 31) + origin.charCodeAt(origin.length - 1);
  return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (places - 1);
}
