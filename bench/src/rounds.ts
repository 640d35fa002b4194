import { performance } from "node:perf_hooks";

/** One way to do something, to be timed beside the others. */
export interface Contender {
  readonly name: string;
  readonly run: () => void | Promise<void>;
}

export interface Rounds {
  readonly rounds: number;
  /** How often a contender runs in each of its turns. */
  readonly times: number;
}

/**
 * Times contenders in turns, so that whatever else the machine does meanwhile befalls all of them alike.
 *
 * @returns for each contender, milliseconds a run in each round
 */
export async function interleave(contenders: readonly Contender[], { rounds, times }: Rounds): Promise<number[][]> {
  const timings = contenders.map((): number[] => []);
  for (const contender of contenders) await timeOf(contender, times);
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another contender: who runs after whom must not matter.
    for (let turn = 0; turn < contenders.length; turn++) {
      const index = (round + turn) % contenders.length;
      timings[index]!.push(await timeOf(contenders[index]!, times));
    }
  }
  return timings;
}

async function timeOf({ run }: Contender, times: number): Promise<number> {
  const start = performance.now();
  for (let time = 0; time < times; time++) {
    const running = run();
    if (running !== undefined) await running;
  }
  return (performance.now() - start) / times;
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Where the median of as many numbers lies in 95 of 100 cases: between two of them, whatever their distribution. */
export function medianInterval(numbers: readonly number[]): readonly [low: number, high: number] {
  const sorted = numbers.toSorted((a, b) => a - b);
  // Each is below the median or above it as a coin falls, whose standard deviation is half a root of how often.
  const rank = Math.max(0, Math.floor((sorted.length - 1.96 * Math.sqrt(sorted.length)) / 2));
  return [sorted[rank]!, sorted[sorted.length - 1 - rank]!];
}
