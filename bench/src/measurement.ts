/** One number that was measured, and what it should be. */
export interface Measurement {
  readonly name: string;
  readonly measured: number;
  readonly unit:
    | "verdicts a second"
    | "requests a second"
    | "of the bare server's"
    | "times as long"
    | "times as fast"
    | "times as many"
    | "µs of a processor a request"
    | "bytes an entry"
    | "bytes"
    | "megabytes"
    | "ns"
    | "seconds";
  /** Where the number would be in 95 of 100 runs, if that was estimated. */
  readonly interval?: Interval;
  /** Absent where the number is for information. */
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number };
}

type Interval = readonly [low: number, high: number];

/** Measurements that belong in one table. */
export interface Benchmark {
  readonly title: string;
  readonly measurements: readonly Measurement[];
}

/** Within noise: the goal is where the number may be as well. */
export type Verdict = "met" | "missed" | "within noise";

/** What was measured in terms of the goal, and whether that is good enough; null without a goal. */
export function beside(measurement: Measurement): { readonly ratio: number; readonly verdict: Verdict } | null {
  const { measured, goal, interval = [measured, measured] } = measurement;
  if (goal === undefined) return null;
  const limit = "atLeast" in goal ? goal.atLeast : goal.atMost;
  const meets = (value: number): boolean => ("atLeast" in goal ? value >= limit : value <= limit);
  const [low, high] = interval.map(meets);
  return { ratio: measured / limit, verdict: low !== high ? "within noise" : low === true ? "met" : "missed" };
}
