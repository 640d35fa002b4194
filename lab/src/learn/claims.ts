import type { EngineName, Trace } from "@concors/browser/engine";
import { get } from "concors/protocol";
import type { Change, Claim, Lesson, Prediction } from "./lessons/lesson.ts";

/** What was seen when a stage was played: all that a claim can be about. */
export interface Played {
  readonly readable: boolean;
  /** As claims have it: "OPTIONS B". */
  readonly arrived: readonly string[];
  /** What the script gets for a header of the last answer. */
  readonly header: (name: string) => string | null;
}

/** Of the traces of an engine. */
export function playedOf(traces: readonly Trace[], siteLetter: (url: string) => string): Played {
  const { outcome } = traces.at(-1)!;
  return {
    readable: outcome.ok && outcome.type !== "opaque" && outcome.type !== "opaqueredirect",
    arrived: traces.flatMap(({ exchanges }) => exchanges.map(({ method, url }) => `${method} ${siteLetter(url)}`)),
    header: (name) => (outcome.ok ? get(outcome.headers, name) : null),
  };
}

/** Whether it is as a claim says. */
export function holds({ arrives, header, readable }: Claim, played: Played): boolean {
  return (
    readable === played.readable &&
    arrives.join() === played.arrived.join() &&
    (header === undefined || played.header(header[0]) === header[1])
  );
}

/** The prediction that came true; null if none did. */
export function trueOf({ predictions }: Lesson, played: Played): Prediction | null {
  return predictions.find(({ claim }) => holds(claim, played)) ?? null;
}

/** What a change says of an engine. */
export function claimFor({ claim, except = [] }: Change, engine: EngineName): Claim {
  return except.find(({ engines }) => engines.some((name) => name === engine))?.claim ?? claim;
}
