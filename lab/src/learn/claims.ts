import type { EngineName, Trace } from "@concors/browser/engine";
import { get } from "concors/protocol";
import type { Change, Claim, Lesson, Prediction } from "./lessons/lesson.ts";
import type { Happened } from "../stage/compare.ts";
import type { Origins } from "../stage/sites.ts";

/** What was seen when a stage was played: all that a claim can be about. */
export interface Outcome {
  readonly readable: boolean;
  /** As claims have it: "OPTIONS B". */
  readonly arrived: readonly string[];
  /** What the script gets for a header of the last answer. */
  readonly header: (name: string) => string | null;
}

/** What an engine's traces show. */
export function outcomeOf(traces: readonly Trace[], origins: Origins): Outcome {
  const { outcome } = traces.at(-1)!;
  return {
    readable: outcome.ok && outcome.type !== "opaque" && outcome.type !== "opaqueredirect",
    arrived: traces.flatMap(({ exchanges }) =>
      exchanges.map(({ method, url }) => `${method} ${siteLetter(url, origins)}`),
    ),
    header: (name) => (outcome.ok ? get(outcome.headers, name) : null),
  };
}

/** What the browser at hand showed. */
export function outcomeOfRun({ arrivals, seen }: Happened): Outcome {
  const last = seen.at(-1)!;
  return {
    readable: last.ok && last.type !== "opaque" && last.type !== "opaqueredirect",
    // What a browser asks for by itself, such as an icon, is not of the stage.
    arrived: arrivals.flatMap((arrival) =>
      arrival.kind === "request" && arrival.resource !== null ? [`${arrival.method} ${arrival.site}`] : [],
    ),
    header: (name) => (last.ok ? get(last.headers, name) : null),
  };
}

/** The letter of the site that a URL is of. */
export function siteLetter(url: string, { A, B }: Origins): "A" | "B" | "C" {
  const { origin } = new URL(url);
  if (origin === A) return "A";
  return origin === B ? "B" : "C";
}

/** Whether it is as a claim says. */
export function holds({ arrives, header, readable }: Claim, outcome: Outcome): boolean {
  return (
    readable === outcome.readable &&
    arrives.join() === outcome.arrived.join() &&
    (header === undefined || outcome.header(header[0]) === header[1])
  );
}

/** The prediction that came true; null if none did. */
export function trueOf({ predictions }: Lesson, outcome: Outcome): Prediction | null {
  return predictions.find(({ claim }) => holds(claim, outcome)) ?? null;
}

/** What a change says of an engine. */
export function claimFor({ claim, except = [] }: Change, engine: EngineName): Claim {
  return except.find(({ engines }) => engines.some((name) => name === engine))?.claim ?? claim;
}
