import fc from "fast-check";
import type { SiteCors } from "../site-cors.ts";
import type { Case } from "./case.ts";
import type { Connection } from "./exchange.ts";
import { judge } from "./judge.ts";
import type { Miss } from "./judge.ts";

/** What is played, and against what. */
export interface Play {
  readonly cases: readonly Case[];
  readonly probes: fc.Arbitrary<Case>;
  readonly cors: SiteCors;
  readonly connection: Connection;
  readonly options: {
    /** How many probes; 500 if left out. */
    readonly probes?: number | undefined;
    readonly seed?: number | undefined;
    /** Ends it early, by its reason. */
    readonly signal?: AbortSignal | undefined;
  };
}

/** What came of it. */
export interface Played {
  /** How many cases of the matrix were played, and how many probes. */
  readonly cases: number;
  readonly probes: number;
  readonly seed: number;
  /** What did not go as the policy says; of the probes, the simplest one. */
  readonly misses: readonly Miss[];
}

/** Plays every case, and probes until one goes wrong, of which the simplest is looked for. */
export async function play({ cases, probes, cors, connection, options }: Play): Promise<Played> {
  const misses: Miss[] = [];
  const { signal } = options;
  for (const one of cases) {
    signal?.throwIfAborted();
    const problems = await judge(one, connection, cors);
    if (problems.length > 0) misses.push({ case: one, problems });
  }
  const { seed = Math.trunc(Math.random() * 2 ** 31), probes: numRuns = 500 } = options;
  const property = fc.asyncProperty(
    probes,
    async (one) => signal?.aborted === true || (await judge(one, connection, cors)).length === 0,
  );
  const checked = await fc.check(property, { numRuns, seed });
  signal?.throwIfAborted();
  if (checked.counterexample !== null) {
    const [one] = checked.counterexample;
    const problems = await judge(one, connection, cors);
    misses.push({ case: one, problems: problems.length > 0 ? problems : [passedBy(checked.errorInstance)] });
  }
  return { cases: cases.length, probes: checked.numRuns, seed, misses };
}

/** What went wrong once, and not when it was asked again. */
function passedBy(error: unknown): string {
  const what = error instanceof Error ? error.message : "the answer was another";
  return `once, and not when it was asked again: ${what}`;
}
