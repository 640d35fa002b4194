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
    | "bytes an entry"
    | "bytes"
    | "megabytes"
    | "ns"
    | "seconds";
  /** Absent where the number is for information. */
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number };
}

/** Measurements that belong in one table. */
export interface Benchmark {
  readonly title: string;
  readonly measurements: readonly Measurement[];
}

/** What was measured in terms of the goal, and whether that is good enough; null without a goal. */
export function beside({ measured, goal }: Measurement): { readonly ratio: number; readonly met: boolean } | null {
  if (goal === undefined) return null;
  if ("atLeast" in goal) return { ratio: measured / goal.atLeast, met: measured >= goal.atLeast };
  return { ratio: measured / goal.atMost, met: measured <= goal.atMost };
}
